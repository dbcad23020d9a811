using CommsBot.Patients;

namespace CommsBot.Clinics;

/// <summary>When a patient may be texted without having just written, in the patient's own zone: from, on Sundays from, until (not at) that clock time.</summary>
internal sealed record TextingHours(TimeOnly From, TimeOnly SundayFrom, TimeOnly Until)
{
    public static readonly TextingHours Default = new(new(9, 0), new(12, 0), new(20, 0));

    /// <summary>When texting may begin on that day of the patient.</summary>
    public TimeOnly FromOn(DateOnly date) => date.DayOfWeek == DayOfWeek.Sunday ? SundayFrom : From;

    /// <summary>Whether a planned text may leave now. Quiet hours are the opposite of this.</summary>
    public bool Allow(Zone patientZone, DateTimeOffset now)
    {
        var time = patientZone.TimeOf(now);
        return time >= FromOn(patientZone.DateOf(now)) && time < Until;
    }
}

internal sealed record ClinicSms(PhoneNumber Number, string? MessagingServiceSid);

/// <summary>How many planned texts one patient gets at most, by the patient's days: on one day, and on any seven days in a row.</summary>
internal sealed record TextCaps(int PerDay, int PerWeek)
{
    /// <summary>For who agreed to a text every day: the day's cap alone.</summary>
    public TextCaps EveryDay() => this with { PerWeek = 7 * PerDay };
}

/// <summary>The clinic's own fasting rule, signed by a clinician. Hours before the visit, elapsed.</summary>
internal sealed record FastingRule(string Version, string SignedBy, DateOnly SignedOn, int FoodHours, int ClearLiquidHours, int FattyMealHours);

/// <summary>One thing a clinic says about itself, and, when the phone needs it shorter or plainer, how it says it there.</summary>
internal sealed record ClinicFact(LocalText Web, LocalText? Sms);

internal sealed record OnCallPerson(string Name, PhoneNumber? Phone, string? Email);

/// <summary>How long what is kept, in days. Patient conversations: null until the clinic states it, and Production asks.</summary>
internal sealed record Retention(int AnonymousChatDays, int ClosedLeadDays, int? PatientConversationDays);

/// <param name="CheckIn">Whether a text asks how the patient is the day after a visit.</param>
internal sealed record ClinicFeatures(bool CheckIn);

/// <summary>Numbers a clinic may tune; the defaults are the house's.</summary>
/// <param name="StaffedMinutesBeforeStep">How many staffed minutes must remain between an instruction's last useful moment and what it speaks of.</param>
/// <param name="ArriveEarlyMinutes">How long before the visit the patient is asked to come.</param>
/// <param name="AtRiskHours">From how many hours before the fast an appointment that is not ready counts as at risk.</param>
/// <param name="OwnerSilentMinutes">After how long without an answer from the staff owner a waiting patient is told so.</param>
/// <param name="OwnerLeaseMinutes">After how long without any sign of the staff owner a conversation returns to the queue.</param>
/// <param name="CallBackMinutes">How many staffed minutes a call-back is promised for.</param>
/// <param name="RecordsDueDays">In how many days a request for records must be done with.</param>
/// <param name="ComplaintDueDays">In how many days a complaint must be answered.</param>
/// <param name="PageRepeatMinutes">How often a page repeats until somebody acknowledges it.</param>
/// <param name="NumberConfirmedDays">For how long a confirmed number may be told appointment facts.</param>
/// <param name="StopNoticeDays">How often at least a text carries the STOP notice.</param>
internal sealed record ClinicNumbers(
    int StaffedMinutesBeforeStep, int ArriveEarlyMinutes, int AtRiskHours, int OwnerSilentMinutes, int PageRepeatMinutes, int NumberConfirmedDays, int StopNoticeDays)
{
    public int OwnerLeaseMinutes { get; init; } = 30;
    public int CallBackMinutes { get; init; } = 120;
    public int RecordsDueDays { get; init; } = 15;
    public int ComplaintDueDays { get; init; } = 10;
}
