using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Storage;

/// <summary>
/// The installation's keys, stored wrapped: column keys (<c>keys/column/1</c> ...), the phone-hash key and the chat-token signing key.
/// Opened once at start; made on the first start; sealed anew by the first start with another certificate.
/// </summary>
internal sealed partial class KeyStore(ClinicStore store, ColumnCipher cipher, KeySeals seals, TimeProvider machine, ILogger<KeyStore> log)
{
    private const string Prefix = "keys/";
    private const string ColumnPrefix = "keys/column/";
    private const string MadePrefix = "keys/made/";
    private const string HashName = "keys/hash";
    private const string ChatTokenName = "keys/chat-token";

    private byte[]? chatTokenKey;

    /// <summary>Signs web chat tokens; 32 bytes, the same after every restart, or each restart would end every chat.</summary>
    public byte[] ChatTokenKey => chatTokenKey ?? throw new InvalidOperationException("The keys have not been opened yet.");

    /// <exception cref="CryptographicException">The stored keys were sealed by another certificate or key file.</exception>
    public async Task OpenAsync(CancellationToken ct)
    {
        var (keys, renewed) = await ReadAsync(ct);
        cipher.Open(keys.Where(key => IsColumnKey(key.Key)).ToDictionary(key => NumberOf(key.Key), key => key.Value), keys[HashName]);
        chatTokenKey = keys[ChatTokenName];
        if (renewed) Log.SealedAnew(log);
    }

    /// <summary>Makes the next column key, which writes from the next opening on.</summary>
    public Task AddColumnKeyAsync(CancellationToken ct) => store.Write(async db =>
    {
        var stored = await db.Values.Where(v => v.Key.StartsWith(ColumnPrefix)).Select(v => v.Key).ToListAsync(ct);
        AddColumnKey(db, checked((byte)(stored.Max(NumberOf) + 1)));
    }, ct);

    /// <summary>When each column key was made (machine time); null for one made before that was noted.</summary>
    public async Task<IReadOnlyDictionary<byte, DateTimeOffset?>> ColumnKeysAsync(CancellationToken ct)
    {
        await using var db = store.Read();
        var stored = await db.Values.Where(v => v.Key.StartsWith(Prefix)).ToDictionaryAsync(v => v.Key, v => v.Value, ct);
        return stored.Keys.Where(IsColumnKey).Select(NumberOf).ToDictionary(
            number => number,
            number => stored.TryGetValue($"{MadePrefix}{number}", out var made) ? DateTimeOffset.Parse(made, CultureInfo.InvariantCulture) : (DateTimeOffset?)null);
    }

    private async Task<(Dictionary<string, byte[]> Keys, bool Renewed)> ReadAsync(CancellationToken ct)
    {
        try
        {
            return await store.Write(UnsealAsync, ct);
        }
        catch (DbUpdateException lost) when (ClinicStore.IsRepeat(lost))
        {
            // Two nodes begin on a new database at once: the first one's keys are everybody's.
            return await store.Write(UnsealAsync, ct);
        }
    }

    // One transaction: a process that dies leaves all keys as they were, and of two nodes the second finds them sealed anew.
    private async Task<(Dictionary<string, byte[]> Keys, bool Renewed)> UnsealAsync(ClinicDb db)
    {
        var (keys, renewed) = (new Dictionary<string, byte[]>(), false);
        foreach (var stored in await db.Values.AsTracking().Where(v => v.Key.StartsWith(Prefix) && !v.Key.StartsWith(MadePrefix)).ToListAsync())
        {
            var (key, isOld) = seals.Open(stored.Value);
            keys[stored.Key] = key;
            if (!isOld) continue;
            stored.Value = seals.Seal(key);
            renewed = true;
        }

        if (!keys.Keys.Any(IsColumnKey)) keys[$"{ColumnPrefix}1"] = AddColumnKey(db, 1);
        foreach (var name in (string[])[HashName, ChatTokenName])
            if (!keys.ContainsKey(name)) keys[name] = Add(db, name);
        return (keys, renewed);
    }

    private byte[] AddColumnKey(ClinicDb db, byte number)
    {
        db.Values.Add(new StoredValue { Key = $"{MadePrefix}{number}", Value = machine.GetUtcNow().ToString("O", CultureInfo.InvariantCulture) });
        return Add(db, $"{ColumnPrefix}{number}");
    }

    private byte[] Add(ClinicDb db, string name)
    {
        var made = new StoredValue { Key = name, Value = seals.Seal(RandomNumberGenerator.GetBytes(32)) };
        db.Values.Add(made);
        // As the next start will open it: what cannot be opened again must seal nothing.
        return seals.Open(made.Value).Key;
    }

    private static bool IsColumnKey(string name) => name.StartsWith(ColumnPrefix, StringComparison.Ordinal);

    private static byte NumberOf(string name) => byte.Parse(name.AsSpan(ColumnPrefix.Length), CultureInfo.InvariantCulture);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The stored keys were sealed anew with Security:KeyCertificate; Security:PreviousKeyCertificate is not needed any more.")]
        public static partial void SealedAnew(ILogger logger);
    }
}
