using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CommsBot.Conversations;
using CommsBot.Outbox;
using CommsBot.Staff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Handoff.Identity;

/// <summary>What a message of six digits is, while a code may be waiting.</summary>
internal enum CodeVerdict
{
    Right,
    Wrong,

    /// <summary>There was a code a short while ago; it is used up.</summary>
    Over,
}

/// <param name="CodeId">The code it was compared with.</param>
/// <param name="At">Machine time at which it was, for the audit log.</param>
internal sealed record TypedCode(CodeVerdict Verdict, string CodeId, DateTimeOffset At);

/// <summary>One-time codes: made, compared, ended. At most five wrong tries of six digits each, for ten minutes.</summary>
internal static class IdentityCodes
{
    public const int WrongTries = 5;
    public const int Minutes = 10;

    private const int Digits = 6;
    private const string Emptied = "(code)";

    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);
    private static readonly MessageState[] MayLeave = [MessageState.Planned, MessageState.Held, MessageState.Sending, MessageState.InDoubt];

    public static string NewCode() => RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);

    public static string HashOf(ColumnCipher cipher, string codeId, string code) => cipher.LookUpHash($"identity\n{codeId}\n{code}");

    /// <summary>Null when the message is no six digits, or no code was sent lately: then it is an ordinary message.</summary>
    public static async Task<TypedCode?> LookAsync(ClinicDb db, Conversation conversation, string text, DateTimeOffset now, DateTimeOffset machineNow, CancellationToken ct)
    {
        if (conversation.Channel == Channel.Sms || Read(text) is not { } typed) return null;
        var newest = await db.IdentityCodes.AsNoTracking().Where(c => c.ConversationId == conversation.Id).OrderByDescending(c => c.SentAt).FirstOrDefaultAsync(ct);
        if (newest is null or { State: CodeState.Used or CodeState.Replaced }) return null;
        if (newest.State != CodeState.Open || newest.ExpiresAt <= now)
            return now - newest.ExpiresAt < Remembered ? new TypedCode(CodeVerdict.Over, newest.Id, machineNow) : null;
        var same = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(HashOf(db.Cipher, newest.Id, typed)), Encoding.ASCII.GetBytes(newest.Hash));
        return new TypedCode(same ? CodeVerdict.Right : newest.WrongTries + 1 < WrongTries ? CodeVerdict.Wrong : CodeVerdict.Over, newest.Id, machineNow);
    }

    /// <summary>Makes true what a turn read, in its commit.</summary>
    public static async Task TakeAsync(ClinicDb db, TypedCode typed, DateTimeOffset now)
    {
        var code = await db.IdentityCodes.AsTracking().SingleAsync(c => c.Id == typed.CodeId);
        if (code.State != CodeState.Open) return;
        if (typed.Verdict == CodeVerdict.Right)
        {
            Link(db, code.ClinicId, code.ConversationId, code.PatientId, code.SentBy, now);
            AuditLog.Add(db, code.ClinicId, code.SentBy, "identity.proven-by-code", code.TicketId, typed.At);
            await EndAsync(db, code, CodeState.Used, now);
            return;
        }

        if (code.ExpiresAt > now) code.WrongTries++;
        AuditLog.Add(db, code.ClinicId, code.SentBy, "identity.code-wrong", code.TicketId, typed.At);
        if (code.ExpiresAt <= now) await EndAsync(db, code, CodeState.Expired, now);
        else if (code.WrongTries >= WrongTries) await EndAsync(db, code, CodeState.Spent, now);
    }

    /// <summary>No code of this conversation counts any more.</summary>
    public static async Task ReplaceAsync(ClinicDb db, string conversationId, DateTimeOffset now)
    {
        foreach (var code in await db.IdentityCodes.AsTracking().Where(c => c.ConversationId == conversationId && c.State == CodeState.Open).ToListAsync())
            await EndAsync(db, code, CodeState.Replaced, now);
    }

    internal static async Task EndAsync(ClinicDb db, IdentityCode code, CodeState state, DateTimeOffset now)
    {
        (code.State, code.EndedAt) = (state, now);
        // One that may still be with the provider is looked up by its words; its own last moment ends it.
        if (await db.Outbound.AsTracking().SingleOrDefaultAsync(m => m.Id == code.OutboundId) is not { } text) return;
        if (text.State == MessageState.Planned) text.State = MessageState.Withdrawn;
        if (!MayLeave.Contains(text.State)) text.Body = Emptied;
    }

    public static PatientLink Link(ClinicDb db, string clinicId, string conversationId, string patientId, string by, DateTimeOffset now, string? identifiers = null)
    {
        var link = new PatientLink
        {
            Id = Ids.New("link"), ClinicId = clinicId, ConversationId = conversationId, PatientId = patientId, By = by, At = now, Checked = identifiers,
            Method = identifiers is null ? PatientLink.ByCode : PatientLink.ByPhone,
        };
        db.PatientLinks.Add(link);
        return link;
    }

    private static string? Read(string text)
    {
        var digits = text.Where(char.IsAsciiDigit).ToArray();
        return digits.Length == Digits && text.All(c => char.IsAsciiDigit(c) || c is ' ' or '-' or '.') ? new string(digits) : null;
    }
}
