namespace CommsBot.Storage;

/// <param name="Number">The key that writes now.</param>
/// <param name="IsNew">False: it only finished what an earlier run began.</param>
/// <param name="Renewed">How many values were sealed anew.</param>
internal sealed record Rotation(byte Number, bool IsNew, long Renewed);

/// <param name="Made">Machine time; null for a key made before that was noted.</param>
/// <param name="IsStored">False: values name a key that is not among the stored ones, and nothing can read them.</param>
internal sealed record KeyUse(byte Number, DateTimeOffset? Made, bool IsStored, long Values);

/// <summary>
/// The next column key, and everything the older ones sealed written anew with it. Only while no service runs: a node learns its keys when it starts and
/// could not read what a newer one sealed. Each batch is a write of its own, so what was cut off is gone on with by the next run. The older keys
/// stay stored: the calendar links patients have were sealed with them.
/// </summary>
internal sealed class KeyRotation(ClinicStore store, KeyStore keys, ColumnCipher cipher)
{
    private const int AtATime = 500;

    public async Task<Rotation> RunAsync(CancellationToken ct = default)
    {
        var isNew = !(await UsesAsync(ct)).Any(use => use.Number != cipher.Newest && use.Values > 0);
        if (isNew)
        {
            await keys.AddColumnKeyAsync(ct);
            await keys.OpenAsync(ct);
        }

        return new Rotation(cipher.Newest, isNew, await RenewTextsAsync(ct) + await RenewColumnsAsync(ct));
    }

    /// <summary>Every column key with what it still seals; nothing of the keys themselves.</summary>
    public async Task<IReadOnlyList<KeyUse>> UsesAsync(CancellationToken ct = default)
    {
        var stored = await keys.ColumnKeysAsync(ct);
        await using var db = store.Read();
        var values = stored.Keys.ToDictionary(number => number, _ => 0L);
        foreach (var column in SealedColumn.Of(db))
            foreach (var (key, count) in await column.CountAsync(db, ct)) values[key] = values.GetValueOrDefault(key) + count;
        foreach (var text in await SealedText.OfAsync(db, ct)) values[ColumnCipher.NumberOf(text.Bytes)] = values.GetValueOrDefault(ColumnCipher.NumberOf(text.Bytes)) + 1;
        return [.. values.OrderBy(use => use.Key).Select(use => new KeyUse(use.Key, stored.GetValueOrDefault(use.Key), stored.ContainsKey(use.Key), use.Value))];
    }

    private Task<int> RenewTextsAsync(CancellationToken ct) => store.Write(async db =>
    {
        var old = (await SealedText.OfAsync(db, ct)).Where(text => ColumnCipher.NumberOf(text.Bytes) != cipher.Newest).ToList();
        old.ForEach(text => text.Replace(cipher.Renew(text.Bytes)));
        return old.Count;
    }, ct);

    private async Task<long> RenewColumnsAsync(CancellationToken ct)
    {
        var renewed = 0L;
        await using var look = store.Read();
        foreach (var column in SealedColumn.Of(look))
            await foreach (var batch in column.OlderThanAsync(look, cipher.Newest, ct).Chunk(AtATime))
            {
                await store.Write(async db =>
                {
                    foreach (var value in batch) await column.ReplaceAsync(db, value, cipher.Renew(value.Bytes), ct);
                }, ct);
                renewed += batch.Length;
            }

        return renewed;
    }
}
