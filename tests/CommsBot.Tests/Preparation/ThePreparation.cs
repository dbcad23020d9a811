using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Preparation;
using CommsBot.Tests.Clinics;

namespace CommsBot.Tests.Preparation;

/// <summary>The shipped preparation content and a patient called Ana, for tests to vary.</summary>
internal static class ThePreparation
{
    public static PreparationContent Shipped { get; } = PreparationContent.Load(TheClinic.Dialogs, TheClinic.Both.All);

    public static Protocol Infusion { get; } = Shipped.Find("infusion")!;

    /// <summary>Speaks English, lives where the clinic is, agreed to texts, was told how to stop them, for good.</summary>
    public static PlanPatient Ana { get; } = new() { Language = Language.English, FirstName = "Ana", MayText = true, StopNoticeAt = DateTimeOffset.MaxValue };

    /// <summary>A booked visit at Mind Balance, in clinic time, health screen cleared by the patient.</summary>
    public static Visit Visit(string local, HealthScreen screen = HealthScreen.ClearedByPatient) =>
        new(TheClinic.Chicago(local)) { Screen = screen };

    public static Plan Plan(Visit visit, string now, PlanPatient? patient = null, Clinic? clinic = null) =>
        PreparationPlanner.Plan(visit, Infusion, clinic ?? TheClinic.MindBalance, patient ?? Ana, TheClinic.Chicago(now));

    public static PlannedText Text(this Plan plan, string step) => plan.Texts.Single(text => text.Step == step);

    public static string Local(DateTimeOffset instant) => TheClinic.MindBalance.LocalTime(instant).ToString("ddd yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
