using CommsBot.Appointments;
using CommsBot.Handoff;
using CommsBot.Preparation;

namespace CommsBot.Staff.Talk;

/// <summary>The outcomes the console offers when a ticket is closed.</summary>
internal static class CloseOutcomes
{
    private static readonly string[] Calls = [CallOutcomes.Reached, CallOutcomes.Told, CallOutcomes.DriverNamed, CallOutcomes.Released, CallOutcomes.NumberConfirmed, CallOutcomes.NotReached, VisitOutcomes.Moved, VisitOutcomes.Cancelled];
    private static readonly string[] ScreenCalls = [CallOutcomes.ScreenClear, CallOutcomes.NurseNeeded, CallOutcomes.Released, CallOutcomes.NotReached, VisitOutcomes.Moved, VisitOutcomes.Cancelled];
    private static readonly string[] HeldCalls = [CallOutcomes.Released, CallOutcomes.NotReached, VisitOutcomes.Moved, VisitOutcomes.Cancelled];
    private static readonly string[] Clinical = ["Answered", CallOutcomes.Released, CallOutcomes.Told, "Passed to a clinician", CallOutcomes.NotReached, "Nothing to do"];
    private static readonly string[] Reactions = ["Answered", CallOutcomes.NotReached, "Nothing to do"];
    private static readonly string[] Bookings = ["Booked", "Put on the waiting list", "Could not reach", "Not a fit for our clinic", "Withdrawn by the patient"];
    private static readonly string[] Usual = ["Answered", "Passed to a clinician", "Could not reach", "Nothing to do"];

    public static IReadOnlyList<string> For(HandoffTicket ticket) => ticket.Kind switch
    {
        HandoffKind.Crisis or HandoffKind.Emergency => DangerOutcomes.All,
        HandoffKind.Call when CallOutcomes.AsksAboutTexts(ticket) => [CallOutcomes.WantsTexts, CallOutcomes.WantsNone, .. OfCall(ticket)],
        HandoffKind.Call => OfCall(ticket),
        HandoffKind.Clinical => Clinical,
        HandoffKind.Adverse => Reactions,
        HandoffKind.Booking => Bookings,
        _ => Usual,
    };

    private static string[] OfCall(HandoffTicket ticket) => CallOutcomes.AsksRelease(ticket) ? HeldCalls : CallOutcomes.AsksScreen(ticket) ? ScreenCalls : Calls;
}
