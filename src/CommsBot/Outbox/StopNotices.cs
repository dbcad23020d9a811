using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Patients;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Outbox;

/// <summary>
/// The first text about visits to a number, and one at least every so many days, says how to stop texts. Looked at as the text is claimed, because only then it
/// is known which is the first: what was planned to be may have expired, and a correction or the news of a closed clinic may come before it.
/// </summary>
internal sealed class StopNotices(ContentLibrary library)
{
    private const int TwoSegments = 306;

    /// <param name="leaving">Rows of a claim, read without tracking.</param>
    /// <param name="now">Clinic time.</param>
    public async Task PutAsync(ClinicDb db, Clinic clinic, IReadOnlyList<OutboundMessage> leaving, DateTimeOffset now)
    {
        var silent = leaving.Where(m => m.Step is not null && !SaysStop(m.Body) && library.Wording.Has(PatientTexts.NoticeKey, m.Language)).ToList();
        if (silent.Count == 0) return;
        var told = await ToldAsync(db, clinic, [.. silent.Select(m => m.ToHash).Distinct()], now);
        told.UnionWith(leaving.Where(m => SaysStop(m.Body)).Select(m => m.ToHash));
        foreach (var text in silent.Where(m => told.Add(m.ToHash))) await PutAsync(db, clinic, text, now);
    }

    private static bool SaysStop(string body) => body.Contains("STOP", StringComparison.Ordinal);

    private static async Task<HashSet<string>> ToldAsync(ClinicDb db, Clinic clinic, List<string> hashes, DateTimeOffset now)
    {
        var since = now.AddDays(-clinic.Numbers.StopNoticeDays);
        var told = await db.Conversations.Where(c => c.ClinicId == clinic.Id && c.PhoneHash != null && hashes.Contains(c.PhoneHash) && c.StopNoticeAt > since).Select(c => c.PhoneHash!).ToListAsync();
        // What is on its way counts: its thread hears of it when it has left.
        var underway = await db.Outbound
            .Where(m => m.ClinicId == clinic.Id && hashes.Contains(m.ToHash) && m.Step != null && (m.State == MessageState.Sending || m.State == MessageState.InDoubt || m.SentAt > since))
            .Select(m => new { m.ToHash, m.Body }).ToListAsync();
        return [.. told, .. underway.Where(m => SaysStop(m.Body)).Select(m => m.ToHash)];
    }

    private async Task PutAsync(ClinicDb db, Clinic clinic, OutboundMessage text, DateTimeOffset now)
    {
        var notice = PhoneText.Fold(library.Wording.Text(PatientTexts.NoticeKey, text.Language, MessageForm.Sms, clinic.Fact));
        var both = $"{text.Body} {notice}";
        if (PhoneText.Length(both) <= TwoSegments)
        {
            await db.Outbound.Where(m => m.Id == text.Id).ExecuteUpdateAsync(row => row.SetProperty(m => m.Body, both));
            text.Body = both;
            return;
        }

        var key = $"{text.UniqueKey}-notice";
        if (await db.Outbound.AnyAsync(m => m.UniqueKey == key)) return;
        OutboxQueue.Add(db, new NewText(clinic.Id, MessageClass.Consent, PhoneNumber.Parse(text.To), $"{clinic.SmsName}: {notice}", text.Language, key, now));
    }
}
