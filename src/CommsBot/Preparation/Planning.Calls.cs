using CommsBot.Clinics;
using static CommsBot.Clinics.Moments;

namespace CommsBot.Preparation;

/// <summary>The calls of a plan: beside its texts, in their place, and for what no text brought.</summary>
internal sealed partial class Planning
{
    /// <summary>Where nothing may be texted at all, calls say everything; a minor's fast needs a person whatever else is planned.</summary>
    private List<CallTask> Calls()
    {
        if (patient.Stop is not null) return [.. ByPhone(CallReason.PrepareWithoutTexts), .. StillMissing()];
        if (!patient.MayText) return [.. ByPhone(CallReason.NoConsent), .. StillMissing()];
        if (NobodyToText) return [.. ByPhone(CallReason.Minor), .. StillMissing()];
        if (IsMinor && !visit.IsReleased && fasting is not null) calls.Insert(0, Whole(CallReason.MinorHeld));
        return [.. calls, .. StillMissing()];
    }

    /// <summary>What texts asked for and nobody answered makes a visit at risk as it nears: a person asks while staff can still mend it.</summary>
    private IEnumerable<CallTask> StillMissing()
    {
        var (opensAt, page) = (Later(fastLast, now), IsPressing(Later(fastLast, now)));
        if (protocol.NeedsDriver && string.IsNullOrWhiteSpace(visit.DriverName)) yield return new CallTask(CallReason.DriverNotNamed, null, opensAt, Deadline, page, CallUnless.DriverNamed);
        if (protocol.Fasting is null) yield return new CallTask(CallReason.NotConfirmed, null, opensAt, Deadline, page, CallUnless.StepUnderstood);
    }

    /// <summary>The health questions before the times, as by text: a call that told the times first would let a patient fast though nobody knows whether they may.</summary>
    private List<CallTask> ByPhone(CallReason why)
    {
        if (fasting is not { Following: false } || visit.IsReleased) return TimesByPhone(why);
        if (protocol.Screen is { } screen && visit.Screen != HealthScreen.ClearedByPatient)
        {
            if (visit.HeldBy is { } held) return [Whole(held, screen.Id)];
            var ask = Said(screen.Text);
            var asked = now < AnswerBy(screen) ? CallReason.ScreenByPhone : CallReason.ScreenTooLate;
            return [Whole(why, screen.Id, CallUnless.ScreenCleared, ask), Whole(asked, screen.Id, CallUnless.ScreenCleared, ask)];
        }

        return IsMinor ? [Whole(CallReason.MinorHeld)] : TimesByPhone(why);
    }

    private List<CallTask> TimesByPhone(CallReason why) => [Whole(why, unless: CallUnless.StepUnderstood, ask: fasting is null || fast is null ? null : Times(fasting))];

    /// <summary>While it is held the health questions or the release come first; the call that follows them, another one, says the times.</summary>
    private void Tell(CallReason reason, ProtocolStep step, DateTimeOffset opensAt, CallUnless unless = CallUnless.Never)
    {
        var times = TimesOnceLetGo(step);
        calls.Add(new CallTask(reason, times is null ? null : step.Id, opensAt, Deadline, IsPressing(opensAt), unless) { Ask = times });
    }

    private string? TimesOnceLetGo(ProtocolStep step) => HoldOf(step) == Hold.None ? Times(step) : null;

    private string Times(ProtocolStep step) => Said(step.CatchUp ?? step.Text);

    private string Said(LocalText text) => PlanWording.Said(wording.Body(text, withNotice: false));

    private CallTask Whole(CallReason reason, string? step = null, CallUnless unless = CallUnless.Never, string? ask = null) =>
        new(reason, step, now, Deadline, IsPressing(now), unless) { Ask = ask };

    private bool IsPressing(DateTimeOffset opensAt) => clinic.StaffedMinutesBetween(opensAt, Deadline) < clinic.Numbers.StaffedMinutesBeforeStep;
}
