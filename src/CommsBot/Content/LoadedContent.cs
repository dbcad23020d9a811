using CommsBot.Booking;
using CommsBot.Clinics;
using CommsBot.Consent;
using CommsBot.Content.Checks;
using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Preparation;
using CommsBot.Safety;

namespace CommsBot.Content;

/// <summary>Everything read from <c>dialogs/</c>, by all slices, and what was wrong with it.</summary>
internal sealed record LoadedContent(ContentReading Reading, ClinicDirectory Clinics, PreparationContent Preparation, BookingWords BookingWords,
    SafetyScreen Safety, AfterAlarm AfterAlarm, ClinicalBoundary Boundary, ConsentWords ConsentWords, Requests Requests, CallTimes CallTimes, SmallTalk SmallTalk, HealthWords HealthWords, FollowUps FollowUps,
    IReadOnlyList<string> OtherFaults)
{
    public ContentLibrary Library => Reading.Library;

    /// <summary>Ends when the nets have learnt.</summary>
    public Task Ready => Task.WhenAll(Safety.Ready, Boundary.Ready, ConsentWords.Ready);

    public static LoadedContent Read(ContentRoot root, bool strictWording)
    {
        var others = new List<string>();
        var clinics = ClinicDirectory.Load([root.Dialogs]);
        var reading = ContentLibrary.Read(root, strictWording);
        return new LoadedContent(
            reading,
            clinics,
            PreparationContent.Load(root.Dialogs, clinics.All),
            BookingWords.Load(root.Dialogs, others),
            SafetyScreen.Load(root.Dialogs, others),
            AfterAlarm.Load(root.Dialogs, others),
            ClinicalBoundary.Load(root.Dialogs, others),
            ConsentWords.Load(root.Dialogs, others),
            Requests.Load(root.Dialogs, others),
            CallTimes.Load(root.Dialogs, others),
            SmallTalk.Load(root.Dialogs, others),
            HealthWords.Load(root.Dialogs, others),
            FollowUps.Load(root.Dialogs, id => reading.Library.AnswerOrFallback(id, Language.English) is not null, others),
            others);
    }

    /// <summary>All faults as <c>content check</c> prints them.</summary>
    public ContentReport Report(DateOnly today, bool production = false, ApprovedContent? approved = null)
    {
        var scope = Scope(today, production, approved ?? ApprovedContent.Everything);
        var others = Clinics.Faults.Concat(Preparation.Faults).Select(fault => new ContentFault(FaultSeverity.Error, "dialogs/" + fault.File, fault.Item, fault.Problem))
            .Concat(OtherFaults.Select(fault => new ContentFault(FaultSeverity.Error, fault, "", "")));
        return ContentCheck.Run(Reading, scope, others);
    }

    public CheckScope Scope(DateOnly today, bool production, ApprovedContent approved) =>
        new(today, [.. Clinics.All.Select(Checked)], RequiredKeys.All, production, approved);

    private static CheckedClinic Checked(Clinic clinic) =>
        new(clinic.Id, $"dialogs/clinics/{clinic.Id}.yaml", clinic.Fact, clinic.Demonstration ? [.. clinic.Facts.Keys] : [], clinic.Languages, clinic.OnCall.Count > 0);
}
