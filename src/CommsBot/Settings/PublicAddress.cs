using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CommsBot.Settings;

/// <summary>The address the outside reaches us at: as configured, else as bound (known once the server listens).</summary>
internal sealed class PublicAddress(PublicSettings settings, IServer server)
{
    public Uri Base => settings.BaseUrl ?? Bound;

    /// <summary>The first address the server listens on; what our own simulator calls.</summary>
    public Uri Bound
    {
        get
        {
            var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost";
            return new Uri(address.Replace("0.0.0.0", "127.0.0.1").Replace("[::]", "[::1]"));
        }
    }

    public Uri At(string path) => new(Base, path);
}
