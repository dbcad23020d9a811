using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Engine;
using CommsBot.Handoff.Notices;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Storage;

namespace CommsBot.Handoff;

/// <summary>Which of a clinic's on-call people a page could reach now, by text, by mail or by both.</summary>
internal sealed class OnCallRoute(ClinicStore store, Carriers carriers, NoticeRoutes routes, ClinicClock clock, TimeProvider machine)
{
    /// <summary>As they were at the last look; null before the first.</summary>
    private Stuck? stuck;

    public bool Works(Clinic clinic) => Reachable(clinic).Count > 0;

    public bool ByText(Clinic clinic) => clinic.OnCall.Any(person => TextTo(clinic, person) is not null);

    public bool ByMail(Clinic clinic) => Enumerable.Range(0, clinic.OnCall.Count).Any(at => HasMail(clinic, at));

    /// <summary>Whether a page would arrive, so that a patient may be told of it: what the provider does not take reaches nobody. Every turn asks, so the rows are read beside the turns.</summary>
    public async Task<bool> DeliversAsync(Clinic clinic, CancellationToken ct)
    {
        if (!Works(clinic)) return false;
        if (stuck is null) await LookAsync(ct);
        return (ByMail(clinic) && !stuck!.Mails.Contains(clinic.Id)) || (ByText(clinic) && !stuck!.Texts.Contains(new OutboxLine(clinic.Id, Channel.Sms)));
    }

    /// <summary>A <see cref="PolledWork"/>: which lines take no text and whose mail does not leave, whichever node has them.</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        await using var db = store.Read();
        var (now, machineNow) = (clock.UtcNow, machine.GetUtcNow());
        stuck = new Stuck(await StuckTexts.LinesAsync(db, now, machineNow, ct), await StuckMails.ClinicsAsync(db, now, machineNow, ct));
    }

    /// <summary>Their places in the on-call order, counted from 0.</summary>
    public IReadOnlyList<int> Reachable(Clinic clinic) =>
        [.. Enumerable.Range(0, clinic.OnCall.Count).Where(at => TextTo(clinic, clinic.OnCall[at]) is not null || HasMail(clinic, at))];

    /// <summary>The number a page to this person would go to; null without one, and while no text of the clinic may leave.</summary>
    public PhoneNumber? TextTo(Clinic clinic, OnCallPerson person) => carriers.MaySend(Channel.Sms, clinic.Id) ? person.Phone : null;

    private bool HasMail(Clinic clinic, int at) => routes.Find(clinic.Id, NoticeRoutes.OnCall(at)) is not null;

    private sealed record Stuck(IReadOnlyList<OutboxLine> Texts, IReadOnlyList<string> Mails);
}
