using System.Globalization;
using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Preparation;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.Room;

/// <summary>Everything patients read with where its approval stands.</summary>
internal sealed class RoomReader(LoadedContent content, ClinicStore store, ClinicClock clock)
{
    private static readonly TimeSpan Warning = TimeSpan.FromDays(30);

    public async Task<IReadOnlyList<RoomItem>> ReadAsync(CancellationToken ct)
    {
        await using var db = store.Read();
        var rows = new RoomRows(await db.Approvals.ToListAsync(ct), await db.Returns.ToListAsync(ct), await db.Recalls.ToListAsync(ct));
        return [.. Answers().Concat(Protocols()).Concat(Wordings()).Select(item => WithState(item, rows))];
    }

    public async Task<RoomItem?> FindAsync(Language language, string id, CancellationToken ct) => (await ReadAsync(ct)).FirstOrDefault(item => item.Language == language && item.Id == id);

    /// <summary>
    /// Versions of it that were signed once and that the file does not hold any more, the newest signature first: patients may have read them. Of a
    /// protocol; who read an answer is listed whatever its words were.
    /// </summary>
    public async Task<IReadOnlyList<RoomItem>> EarlierAsync(RoomItem item, CancellationToken ct)
    {
        if (item.Kind != RoomItem.Protocol) return [];
        var (key, code) = (item.Forms[0].Key, item.Language.Code());
        await using var db = store.Read();
        var rows = new RoomRows(await db.Approvals.Where(a => a.ContentId == item.Id && a.Language == code && a.Hash != key.Hash).ToListAsync(ct), [], await db.Recalls.ToListAsync(ct));
        return [.. rows.Approvals[(item.Id, code)].OrderByDescending(a => a.At).Select(a => a.Hash).Distinct()
            .Select(hash => WithState(item with { Forms = [item.Forms[0] with { Text = "", Key = key with { Hash = hash } }] }, rows))];
    }

    /// <summary>The very words that were on the screen: as the file holds them, or an earlier version; null when they are neither.</summary>
    public async Task<RoomItem?> FindVersionAsync(Language language, string id, string hash, CancellationToken ct)
    {
        if (await FindAsync(language, id, ct) is not { } item) return null;
        return item.Hash == hash ? item : (await EarlierAsync(item, ct)).FirstOrDefault(version => version.Hash == hash);
    }

    // Both languages of an answer are read together.
    private IEnumerable<RoomItem> Answers() => content.Library.Answers.OrderBy(a => a.Id, StringComparer.Ordinal).ThenBy(a => a.Language).Select(a => Item(a.Id, a.Language, RoomItem.Answer, a.Title,
        [new("Website", a.Web, a.Key(MessageForm.Web)), new("Text", a.Sms, a.Key(MessageForm.Sms))], a.Sources, $"{a.Owner}, reviewed {Day(a.Reviewed)}, next {Day(a.NextReview)}"));

    // All that is signed is shown, the words for who answers wrongly too.
    private IEnumerable<RoomItem> Protocols() => Enum.GetValues<Language>().SelectMany(language => content.Preparation.All.Select(p => Item(
        PreparationApprovals.IdOf(p), language, RoomItem.Protocol, p.Title,
        [new("Texts", Paragraphs(p.Steps.SelectMany(step => step.Wordings.Select(said => ($"{step.Id} {said.Name}", said.Text))).Append(("notice", p.Notice)), language), PreparationApprovals.KeyOf(p, language))],
        p.Sources, $"{p.Owner}, version {p.Version}, reviewed {Day(p.Reviewed)}, next {Day(p.NextReview)}")).Append(Replies(content.Preparation.Replies, language)));

    private static RoomItem Replies(PreparationReplies replies, Language language) => Item(PreparationApprovals.Replies, language, RoomItem.Protocol, "Replies about a visit",
        [new("Texts", Paragraphs(replies.All.Select(said => (said.Key, said.Value)), language), PreparationApprovals.KeyOf(replies, language))], replies.Sources, PreparationReplies.File);

    private static string Paragraphs(IEnumerable<(string Name, LocalText Text)> words, Language language) => string.Join("\n\n", words.Select(said => $"{said.Name}: {said.Text.In(language)}"));

    private IEnumerable<RoomItem> Wordings() => content.Library.Wording.All.Select(w => Item(w.Key, w.Language, w.Key.Split('/')[0], w.Key,
        [new("Website", w.Text(MessageForm.Web), w.Approval(MessageForm.Web)), new("Text", w.Text(MessageForm.Sms), w.Approval(MessageForm.Sms))], w.Sources, w.File));

    private static RoomItem Item(string id, Language language, string kind, string title, IReadOnlyList<RoomForm> forms, IReadOnlyList<Source> sources, string owner) =>
        new(id, language, kind, title, forms, sources, owner, "never", "Never approved");

    private RoomItem WithState(RoomItem item, RoomRows rows)
    {
        var (now, code) = (clock.UtcNow, item.Language.Code());
        var keys = item.Forms.Select(form => (Form: form.Key.Form.ToString(), form.Key.Hash)).ToHashSet();
        if (rows.Recalls[(item.Id, code)].LastOrDefault(r => keys.Contains((r.Form, r.Hash))) is { } recall) return item with { State = "recalled", StateWords = $"Recalled by {recall.By}: {recall.Reason}" };
        var signed = rows.Approvals[(item.Id, code)].ToList();
        var returned = rows.Returns[(item.Id, code)].LastOrDefault(r => r.Hash == item.Hash);
        if (returned is not null && !signed.Exists(a => a.At > returned.At)) return item with { State = "returned", StateWords = $"Returned by {returned.By}: {returned.Reason}" };
        var holding = keys.Select(key => signed.Where(a => (a.Form, a.Hash) == key && a.At <= now).MaxBy(a => a.Until)).ToList();
        if (holding.TrueForAll(a => a is not null && a.Until > now))
        {
            var until = holding.MinBy(a => a!.Until)!;
            var soon = until.Until - now < Warning ? string.Create(CultureInfo.InvariantCulture, $", {(until.Until - now).TotalDays:0} days left") : "";
            return item with { Until = until.Until, State = soon.Length > 0 ? "expiring" : "approved", StateWords = $"Approved by {until.Clinician} until {Day(DateOnly.FromDateTime(until.Until.UtcDateTime))}{soon}" };
        }

        if (holding.TrueForAll(a => a is not null)) return item with { Until = holding.Min(a => a!.Until), State = "expired", StateWords = $"Approval ran out on {Day(DateOnly.FromDateTime(holding.Min(a => a!.Until).UtcDateTime))}" };
        return signed.Count > 0 ? item with { State = "changed", StateWords = $"Changed since {signed.MaxBy(a => a.At)!.Clinician} approved it" } : item;
    }

    private static string Day(DateOnly day) => day.ToString("MMM d, yyyy", CultureInfo.InvariantCulture);

    private sealed class RoomRows(List<ContentApproval> approvals, List<ContentReturn> returns, List<ContentRecall> recalls)
    {
        public ILookup<(string, string), ContentApproval> Approvals { get; } = approvals.ToLookup(a => (a.ContentId, a.Language));
        public ILookup<(string, string), ContentReturn> Returns { get; } = returns.OrderBy(r => r.Id).ToLookup(r => (r.ContentId, r.Language));
        public ILookup<(string, string), ContentRecall> Recalls { get; } = recalls.OrderBy(r => r.Id).ToLookup(r => (r.ContentId, r.Language));
    }
}
