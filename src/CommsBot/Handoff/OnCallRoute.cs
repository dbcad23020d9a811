using CommsBot.Clinics;
using CommsBot.Settings;

namespace CommsBot.Handoff;

/// <summary>Whether a page to the clinic's on-call people could leave now: somebody is named, and texts can be sent.</summary>
internal sealed class OnCallRoute(TextingStatus texting)
{
    public bool Works(Clinic clinic) => clinic.OnCall.Count > 0 && texting.IsOn;
}
