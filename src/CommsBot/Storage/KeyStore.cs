using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Storage;

/// <summary>
/// The installation's keys, stored wrapped: column keys (<c>keys/column/1</c> ...), the phone-hash key and the chat-token signing key.
/// Opened once at start; made on the first start.
/// </summary>
internal sealed class KeyStore(ClinicStore store, ColumnCipher cipher, IKeyWrap wrap)
{
    private const string ColumnPrefix = "keys/column/";
    private const string HashName = "keys/hash";
    private const string ChatTokenName = "keys/chat-token";

    private byte[]? chatTokenKey;

    /// <summary>Signs web chat tokens; 32 bytes, the same after every restart, or each restart would end every chat.</summary>
    public byte[] ChatTokenKey => chatTokenKey ?? throw new InvalidOperationException("The keys have not been opened yet.");

    /// <exception cref="CryptographicException">The stored keys were sealed by another certificate or key file.</exception>
    public async Task OpenAsync(CancellationToken ct)
    {
        var values = await ReadAsync(ct);
        var columns = values.Where(v => v.Key.StartsWith(ColumnPrefix, StringComparison.Ordinal))
            .ToDictionary(v => byte.Parse(v.Key[ColumnPrefix.Length..]), v => Open(v.Value));
        cipher.Open(columns, Open(values.Single(v => v.Key == HashName).Value));
        chatTokenKey = Open(values.Single(v => v.Key == ChatTokenName).Value);
    }

    private async Task<List<StoredValue>> ReadAsync(CancellationToken ct)
    {
        try
        {
            return await store.Write(CreateMissing, ct);
        }
        catch (DbUpdateException lost) when (ClinicStore.IsRepeat(lost))
        {
            // Two nodes begin on a new database at once: the first one's keys are everybody's.
            return await store.Write(CreateMissing, ct);
        }
    }

    private async Task<List<StoredValue>> CreateMissing(ClinicDb db)
    {
        var values = await db.Values.Where(v => v.Key.StartsWith("keys/")).ToListAsync();
        foreach (var name in new[] { ColumnPrefix + "1", HashName, ChatTokenName })
        {
            if (values.Any(v => v.Key == name)) continue;
            var value = new StoredValue { Key = name, Value = Convert.ToBase64String(wrap.Wrap(RandomNumberGenerator.GetBytes(32))) };
            values.Add(value);
            db.Values.Add(value);
        }

        return values;
    }

    private byte[] Open(string stored) => wrap.Unwrap(Convert.FromBase64String(stored));
}
