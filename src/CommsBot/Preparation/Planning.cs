using CommsBot.Clinics;
using static CommsBot.Clinics.Moments;

namespace CommsBot.Preparation;

/// <summary>One run of the planner. Steps take their days in the order of their weight: the fast, then the health screen, then information from the latest to the first.</summary>
internal sealed partial class Planning
{
    /// <summary>A fasting text later than this before the fast is of no use: it may not be read in time.</summary>
    private static readonly TimeSpan ReadingTime = TimeSpan.FromMinutes(60);

    /// <summary>A step that can still leave this long before the one that would carry it is worth a text of its own.</summary>
    private static readonly TimeSpan OwnText = TimeSpan.FromDays(2);

    private readonly Visit visit;
    private readonly Protocol protocol;
    private readonly Clinic clinic;
    private readonly PlanPatient patient;
    private readonly DateTimeOffset now;
    private readonly DateOnly visitDay;
    private readonly TextDays days;
    private readonly SlotSearch search;
    private readonly IReadOnlyList<ProtocolStep> steps;
    private readonly ProtocolStep? fasting;
    private readonly FastTimes? fast;
    private readonly CallReason? whyNoTimes;

    /// <summary>The last moment from which staff can still mend a fasting text that failed; long past when there is none.</summary>
    private readonly DateTimeOffset fastLast;

    private readonly PlanWording wording;
    private readonly Dictionary<string, Slot> slots = [];
    private readonly Dictionary<string, List<string>> folded = [];
    private readonly List<CallTask> calls = [];

    public Planning(Visit visit, Protocol protocol, Clinic clinic, PlanPatient patient, DateTimeOffset now)
    {
        this.visit = visit;
        this.protocol = protocol;
        this.clinic = clinic;
        this.patient = patient;
        this.now = now;
        visitDay = clinic.DateOf(visit.StartsAt);
        var caps = patient.DailyTexts ? clinic.TextCaps.EveryDay() : clinic.TextCaps;
        days = new TextDays(new LawfulHours(clinic.TextingHours, patient.Zone ?? clinic.Zone, patient.NumberZones), caps, patient.OtherTexts);
        search = new SlotSearch(clinic, days, visitDay, now);
        steps = visit.Series is { Leads: false } && protocol.Evening is { } evening ? [evening] : protocol.Leading;
        fasting = steps.FirstOrDefault(step => step.Kind == StepKind.Fasting);
        (fast, whyNoTimes) = fasting is null ? (null, null) : FastTimes.Of(visit, clinic);
        fastLast = clinic.Hours.LatestWithStaffedMinutes(clinic.Numbers.StaffedMinutesBeforeStep, fast?.FoodUntil ?? visit.StartsAt) ?? now.AddDays(-1);
        wording = new PlanWording(clinic, protocol, visit, patient, fast);
    }

    private DateTimeOffset Deadline => fast is not null && fast.FoodUntil > now ? fast.FoodUntil : visit.StartsAt;

    private bool IsMinor => protocol.IsTooYoung(patient.BirthDate, visitDay);

    private bool NobodyToText => patient.LacksGuardian || (IsMinor && !patient.NumberIsGuardians);

    public Plan Run()
    {
        if (fasting is { Following: true } evening) PlaceEvening(evening);
        else
        {
            PlaceFasting();
            PlaceScreen();
        }

        foreach (var step in steps.Where(step => step.Kind == StepKind.Information).Reverse()) PlaceInformation(step);
        return new Plan(patient.Stop is null ? Texts() : [], Calls(), fast?.FoodUntil, fast?.ClearUntil);
    }

    /// <summary>Nothing can be said on the number on file, so that one call is all there is to do.</summary>
    public Plan OneCall(CallReason reason, string? ask = null) => new([], [Whole(reason, ask: ask)], null, null);

    private void PlaceFasting()
    {
        if (fasting is not { } step) return;
        if (whyNoTimes is { } why)
        {
            Call(why, step);
            return;
        }
        if (patient.StepsSent.Contains(step.Id))
        {
            Call(CallReason.FastingUnanswered, step, Later(fastLast, now), CallUnless.StepUnderstood, TimesOnceLetGo(step));
            return;
        }
        if (search.Find(step, fastLast, later: true) is { } slot)
        {
            Take(step, slot);
            Call(CallReason.FastingUnanswered, step, slot.NotAfter, CallUnless.StepUnderstood, TimesOnceLetGo(step));
            return;
        }
        // Too late for staff to mend a silence, so a person calls now; the text goes as well if it can still be read in time.
        var end = fast!.FoodUntil - ReadingTime;
        var earliest = clinic.At(visitDay.AddDays(-step.EarliestDaysBefore), TimeOnly.MinValue);
        if (days.First(Later(earliest, now), end, SlotSearch.Room) is { } due)
        {
            Take(step, new Slot(due, end));
            Tell(CallReason.FastingLate, step, now);
            return;
        }
        Tell(CallReason.FastingTooLate, step, now);
    }

    /// <summary>
    /// A later day of a series: told by the staff of the day before as the patient leaves, and by a line of its own only where the consent names one.
    /// What nobody recorded as told is a call while staff are there.
    /// </summary>
    private void PlaceEvening(ProtocolStep step)
    {
        if (whyNoTimes is { } why)
        {
            Call(why, step);
            return;
        }

        if (visit.HeldBy is { } held) Call(held, step);
        Tell(CallReason.NotToldInPerson, step, Later(fastLast, now), CallUnless.StepUnderstood);
        if (!patient.DailyTexts || patient.StepsSent.Contains(step.Id)) return;
        var from = Later(now, visit.Series!.BeforeEnds ?? now);
        var end = fast!.FoodUntil - ReadingTime;
        if (days.First(Later(from, clinic.At(visitDay.AddDays(-1), step.Send.From)), Earlier(end, clinic.At(visitDay.AddDays(-1), step.Send.Until)), SlotSearch.Room) is { } due)
            Take(step, new Slot(due, end));
    }

    private void PlaceScreen()
    {
        if (protocol.Screen is not { } step || fasting is null || visit.IsReleased || visit.Screen == HealthScreen.ClearedByPatient) return;
        if (visit.HeldBy is { } held)
        {
            Call(held, step);
            return;
        }
        var answerBy = AnswerBy(step);
        if (patient.StepsSent.Contains(step.Id))
        {
            Call(CallReason.ScreenUnanswered, step, Later(answerBy, now), CallUnless.ScreenCleared);
            return;
        }
        if (search.Find(step, Earlier(At(step.Last!), answerBy), later: true) is { } slot)
        {
            Take(step, slot);
            Call(CallReason.ScreenUnanswered, step, answerBy, CallUnless.ScreenCleared);
            return;
        }
        Call(CallReason.ScreenTooLate, step, now, CallUnless.Never, Said(step.Text));
    }

    private DateTimeOffset AnswerBy(ProtocolStep screen)
    {
        var answerBy = At(screen.AnswerBy!);
        return clinic.Hours.LatestWithStaffedMinutes(clinic.Numbers.StaffedMinutesBeforeStep, fastLast) is { } staffed ? Earlier(answerBy, staffed) : answerBy;
    }

    private void PlaceInformation(ProtocolStep step)
    {
        if (patient.StepsSent.Contains(step.Id)) return;
        var last = At(step.Last!);
        if (search.Find(step, last, later: false) is { } inTime)
        {
            Take(step, inTime);
            return;
        }
        var carrier = steps.Where(other => other.Covers.Contains(step.Id) && slots.ContainsKey(other.Id)).MinBy(other => slots[other.Id].Due);
        // A text that waits for a nurse would keep what it carries from the patient.
        var waits = carrier is not null && HoldOf(carrier) is Hold.HealthScreen;
        if (search.Find(step, last, later: true) is { } late && (carrier is null || waits || late.Due <= slots[carrier.Id].Due - OwnText))
        {
            Take(step, late);
            return;
        }
        if (carrier is not null)
        {
            if (!folded.TryGetValue(carrier.Id, out var stands)) folded[carrier.Id] = stands = [];
            stands.Add(step.Id);
            return;
        }
        // A later text of this visit that already left told the same; otherwise one call tells all that could not be texted.
        var told = steps.Any(other => other.Covers.Contains(step.Id) && patient.StepsSent.Contains(other.Id));
        if (!told && !calls.Any(call => call.OpensAt <= now)) Call(CallReason.NoLawfulMoment, step);
    }

    private void Take(ProtocolStep step, Slot slot)
    {
        slots[step.Id] = slot;
        days.Take(slot.Due);
    }

    private void Call(CallReason reason, ProtocolStep step, DateTimeOffset? later = null, CallUnless unless = CallUnless.Never, string? ask = null)
    {
        var opensAt = later ?? now;
        calls.Add(new CallTask(reason, step.Id, opensAt, Deadline, IsPressing(opensAt), unless) { Ask = ask });
    }

    private List<PlannedText> Texts()
    {
        var (texts, told) = (new List<PlannedText>(), patient.StopNoticeAt);
        foreach (var step in steps.Where(step => slots.ContainsKey(step.Id)).OrderBy(step => slots[step.Id].Due))
        {
            var (stands, slot) = (folded.GetValueOrDefault(step.Id, []), slots[step.Id]);
            var isDue = told is null || slot.Due - told >= TimeSpan.FromDays(clinic.Numbers.StopNoticeDays);
            if (isDue) told = slot.Due;
            var body = wording.Body(stands.Count > 0 ? step.CatchUp! : step.Text, withNotice: isDue);
            texts.Add(new PlannedText(step.Id, patient.Language, slot.Due, slot.NotAfter, body, step.Expects, HoldOf(step), stands));
        }
        return texts;
    }

    private Hold HoldOf(ProtocolStep step)
    {
        if (!patient.MayText) return Hold.Consent;
        if (NobodyToText) return Hold.Minor;
        return step.Kind == StepKind.Fasting ? HeldFasts.HoldOf(protocol, visit, IsMinor) : Hold.None;
    }

    private DateTimeOffset At(DayMoment moment) => clinic.At(visitDay.AddDays(-moment.DaysBefore), moment.At);
}
