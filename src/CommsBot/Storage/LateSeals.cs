using System.Text;
using CommsBot.Consent;
using CommsBot.Conversations;
using CommsBot.Handoff;

namespace CommsBot.Storage;

/// <summary>
/// Seals what was written before its column was encrypted: a migration has no key, so it keeps the text as bytes, and the next start with open keys does
/// this once, before anything reads the columns. Any number of nodes may; what was cut off is gone on with.
/// </summary>
internal sealed class LateSeals(ClinicStore store, ColumnCipher cipher)
{
    private const string DoneKey = "late-seals/1";
    private const int AtATime = 500;

    public async Task SealAsync(CancellationToken ct)
    {
        await using var look = store.Read();
        if (await look.Values.FindAsync([DoneKey], ct) is not null) return;
        foreach (var column in Late(look))
            await foreach (var batch in column.UnsealedAsync(look, ct).Chunk(AtATime))
                await store.Write(async db =>
                {
                    foreach (var value in batch) await column.ReplaceAsync(db, value, cipher.Protect(Encoding.UTF8.GetString(value.Bytes)), ct);
                }, ct);

        await store.Write(async db =>
        {
            if (await db.Values.FindAsync([DoneKey], ct) is null) db.Values.Add(new StoredValue { Key = DoneKey, Value = "done" });
        }, ct);
    }

    private static SealedColumn[] Late(ClinicDb db) =>
    [
        SealedColumn.Of<Conversation>(db, nameof(Conversation.UserId)),
        SealedColumn.Of<HandoffTicket>(db, nameof(HandoffTicket.Outcome)),
        SealedColumn.Of<ConsentEntry>(db, nameof(ConsentEntry.Method)),
    ];
}
