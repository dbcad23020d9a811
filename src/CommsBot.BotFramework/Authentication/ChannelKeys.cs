using System.Text.Json;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace CommsBot.BotFramework.Authentication;

/// <summary>The channel service's public keys, and for which channels each may speak.</summary>
/// <param name="Endorsements">Channel ids by key id.</param>
public sealed record ChannelKeySet(IReadOnlyList<SecurityKey> Keys, IReadOnlyDictionary<string, IReadOnlySet<string>> Endorsements);

/// <summary>
/// Fetches and keeps the keys: anew after half a day, and at once when a token names a key we do not know, but then at most once a minute, so that
/// invented key ids cannot make us call out.
/// </summary>
public sealed class ChannelKeys(ChannelAuthenticationOptions options, Func<HttpClient> http, TimeProvider machine)
{
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly Lock door = new();
    private ConfigurationManager<ChannelKeySet>? manager;
    private DateTimeOffset askedAgain;

    /// <exception cref="InvalidOperationException">The keys could not be fetched and none are known.</exception>
    public Task<ChannelKeySet> GetAsync(CancellationToken ct) => Manager().GetConfigurationAsync(ct);

    /// <summary>The keys, once more than <paramref name="known"/> if they may be asked for again; null when they may not or could not.</summary>
    public async Task<ChannelKeySet?> NewerAsync(ChannelKeySet known, CancellationToken ct)
    {
        lock (door)
        {
            if (machine.GetUtcNow() - askedAgain < Between) return null;
            askedAgain = machine.GetUtcNow();
        }

        try
        {
            var fresh = Make();
            var keys = await fresh.GetConfigurationAsync(ct);
            lock (door) manager = fresh;
            return ReferenceEquals(keys, known) ? null : keys;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private ConfigurationManager<ChannelKeySet> Manager()
    {
        lock (door) return manager ??= Make();
    }

    private ConfigurationManager<ChannelKeySet> Make()
    {
        var client = http();
        client.Timeout = Longest;
        var documents = new HttpDocumentRetriever(client) { RequireHttps = !(options.AllowLoopback && options.Metadata.IsLoopback) };
        return new ConfigurationManager<ChannelKeySet>(options.Metadata.AbsoluteUri, new Retriever(), documents);
    }

    private sealed class Retriever : IConfigurationRetriever<ChannelKeySet>
    {
        public async Task<ChannelKeySet> GetConfigurationAsync(string address, IDocumentRetriever retriever, CancellationToken cancel)
        {
            var metadata = OpenIdConnectConfiguration.Create(await retriever.GetDocumentAsync(address, cancel));
            var json = await retriever.GetDocumentAsync(metadata.JwksUri, cancel);
            return new ChannelKeySet([.. JsonWebKeySet.Create(json).Keys.Where(key => key is { Kty: "RSA", Kid.Length: > 0 })], EndorsementsOf(json));
        }

        private static Dictionary<string, IReadOnlySet<string>> EndorsementsOf(string json)
        {
            using var document = JsonDocument.Parse(json);
            var endorsements = new Dictionary<string, IReadOnlySet<string>>();
            foreach (var key in document.RootElement.GetProperty("keys").EnumerateArray())
            {
                if (!key.TryGetProperty("kid", out var kid) || !key.TryGetProperty("endorsements", out var listed) || listed.ValueKind != JsonValueKind.Array) continue;
                endorsements[kid.GetString()!] = listed.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString()!).ToHashSet();
            }

            return endorsements;
        }
    }
}
