using System.Collections.Concurrent;
using CommsBot.Clinics;
using CommsBot.Handoff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Outbox;

/// <summary>
/// Counts what leaves, so that a loop, a wrong import or an abuser cannot spend without end: at a clinic's limit its texts wait, all but crisis replies
/// and pages, and the people on call are paged. Counted from the rows, and between two readings from what this node claims.
/// </summary>
internal sealed class Spending(SpendingSettings settings, TimeProvider machine)
{
    public const string Stop = "spending-stop";

    /// <summary>Why a text waits while numbers that begin like its own had as many as they may.</summary>
    public const string PrefixFull = "prefix-full";

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);
    private const int PrefixLength = 8;

    private readonly ConcurrentDictionary<string, Counted> clinics = new();

    /// <summary>Classes that leave whatever was spent.</summary>
    public static bool IsFree(MessageClass @class) => @class is MessageClass.Safety or MessageClass.Page;

    /// <summary>Whether the clinic has spent what it may; then a ticket pages the people on call.</summary>
    public async Task<bool> IsStoppedAsync(ClinicDb db, Clinic clinic, DateTimeOffset now)
    {
        var counted = await CountAsync(db, clinic.Id, now);
        if (counted.Hour < settings.ClinicPerHour && counted.Day < settings.ClinicPerDay) return false;
        await TellAsync(db, clinic.Id, $"{counted.Hour} texts in an hour, {counted.Day} in 24 hours", now);
        return true;
    }

    /// <summary>How many more texts the clinic may claim now.</summary>
    public int Left(string clinicId) => clinics.TryGetValue(clinicId, out var counted)
        ? Math.Max(0, Math.Min(settings.ClinicPerHour - counted.Hour, settings.ClinicPerDay - counted.Day)) : int.MaxValue;

    /// <summary>Whether numbers that begin like this one had as many texts in an hour or a day as they may; then a ticket pages too.</summary>
    public async Task<bool> IsPrefixFullAsync(ClinicDb db, OutboundMessage text, DateTimeOffset now)
    {
        var sent = (await CountAsync(db, text.ClinicId, now)).Prefixes.GetValueOrDefault(PrefixOf(text.To));
        if (sent.Hour < settings.PrefixPerHour && sent.Day < settings.PrefixPerDay) return false;
        await TellAsync(db, text.ClinicId, $"{sent.Hour} texts in an hour, {sent.Day} in 24 hours to numbers that begin alike", now);
        return true;
    }

    public void Claimed(OutboundMessage text)
    {
        if (IsFree(text.Class) || !clinics.TryGetValue(text.ClinicId, out var counted)) return;
        clinics[text.ClinicId] = counted with { Hour = counted.Hour + 1, Day = counted.Day + 1 };
        counted.Prefixes.AddOrUpdate(PrefixOf(text.To), (1, 1), (_, known) => (known.Hour + 1, known.Day + 1));
    }

    /// <summary>Of these numbers, those that had as many automatic texts as one number may.</summary>
    public async Task<IReadOnlySet<string>> FullNumbersAsync(ClinicDb db, string clinicId, IReadOnlyCollection<string> phoneHashes, DateTimeOffset now)
    {
        if (phoneHashes.Count == 0) return new HashSet<string>();
        var (hour, day) = (now - Hour, now - Day);
        var sent = await db.Outbound
            .Where(m => m.ClinicId == clinicId && phoneHashes.Contains(m.ToHash) && m.SentAt >= day
                && (m.Class == MessageClass.Reply || m.Class == MessageClass.Notice || m.Class == MessageClass.Plan))
            .GroupBy(m => m.ToHash).Select(number => new { number.Key, Day = number.Count(), Hour = number.Count(m => m.SentAt >= hour) }).ToListAsync();
        return sent.Where(number => number.Day >= settings.NumberPerDay || number.Hour >= settings.NumberPerHour).Select(number => number.Key).ToHashSet();
    }

    /// <summary>A person looks why one number gets so many texts: two machines may be answering each other.</summary>
    public Task TellNumberAsync(ClinicDb db, OutboundMessage text, DateTimeOffset now) =>
        CallTasks.OpenTechnicalAsync(db, text.ClinicId, $"number-cap-{text.ToHash[..8]}", now, new SummaryField("Phone", text.To), new SummaryField("What", "This number had as many automatic texts as one number may. Do two machines answer each other?"));

    private async Task<Counted> CountAsync(ClinicDb db, string clinicId, DateTimeOffset now)
    {
        if (clinics.TryGetValue(clinicId, out var known) && machine.GetUtcNow() - known.ReadAt < Fresh && now - known.Now < Fresh) return known;
        var (hour, day) = (now - Hour, now - Day);
        var sent = db.Outbound.Where(m => m.ClinicId == clinicId && m.Class != MessageClass.Safety && m.Class != MessageClass.Page && m.SentAt >= day);
        // Numbers are encrypted: what they begin with is counted here, from a row each.
        var texts = await sent.Select(m => new { m.To, m.SentAt }).ToListAsync();
        var prefixes = texts.GroupBy(text => PrefixOf(text.To)).Select(alike => KeyValuePair.Create(alike.Key, (alike.Count(text => text.SentAt >= hour), alike.Count())));
        return clinics[clinicId] = new Counted(machine.GetUtcNow(), now, texts.Count(text => text.SentAt >= hour), texts.Count, new ConcurrentDictionary<string, (int Hour, int Day)>(prefixes));
    }

    private static Task TellAsync(ClinicDb db, string clinicId, string what, DateTimeOffset now) =>
        CallTasks.OpenOutageAsync(db, clinicId, Stop, now, new SummaryField("What", $"Texts wait: {what}. Look for a loop or a wrong import; limits stand in the settings (Spending)."));

    private static string PrefixOf(string number) => number[..Math.Min(PrefixLength, number.Length)];

    private sealed record Counted(DateTimeOffset ReadAt, DateTimeOffset Now, int Hour, int Day, ConcurrentDictionary<string, (int Hour, int Day)> Prefixes);
}
