using System.Security.Cryptography;
using System.Text;

namespace CommsBot.Staff.Keys;

/// <summary>The keys of this installation.</summary>
internal sealed class ApiKeys(ApiSettings settings, TimeProvider machine)
{
    private readonly IReadOnlyList<(byte[] Hash, DateTimeOffset? Expires, ApiCaller Caller)> keys =
        [.. settings.Keys.Select(k => (k.Hash()!, k.Expires, new ApiCaller(k.Name!.Trim(), k.ParsedRole!.Value, [.. k.Clinics.Select(c => c.Trim())], k.ActsAs?.Trim(), k.Rights)))];

    /// <summary>The caller a bearer secret stands for; null when it is unknown or has expired. Takes as long for a near miss as for any other.</summary>
    public ApiCaller? Find(string? secret)
    {
        if (string.IsNullOrEmpty(secret)) return null;
        var presented = SHA256.HashData(Encoding.UTF8.GetBytes(secret));
        ApiCaller? found = null;
        foreach (var (hash, expires, caller) in keys)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, presented) && (expires is null || machine.GetUtcNow() < expires)) found = caller;
        }

        return found;
    }
}
