using CommsBot.Clinics;
using CommsBot.Handoff.Notices;
using CommsBot.Patients;
using CommsBot.Settings;

namespace CommsBot.Handoff;

/// <summary>Which of a clinic's on-call people a page could reach now, by text, by mail or by both.</summary>
internal sealed class OnCallRoute(TextingStatus texting, NoticeRoutes routes)
{
    public bool Works(Clinic clinic) => Reachable(clinic).Count > 0;

    /// <summary>Their places in the on-call order, counted from 0.</summary>
    public IReadOnlyList<int> Reachable(Clinic clinic) =>
        [.. Enumerable.Range(0, clinic.OnCall.Count).Where(at => TextTo(clinic.OnCall[at]) is not null || routes.Find(clinic.Id, NoticeRoutes.OnCall(at)) is not null)];

    /// <summary>The number a page to this person would go to; null without one, and while no texts can be sent.</summary>
    public PhoneNumber? TextTo(OnCallPerson person) => texting.IsOn ? person.Phone : null;
}
