using CommsBot.Content;
using CommsBot.Conversations.Steps;
using CommsBot.Handoff;
using CommsBot.Safety;

namespace CommsBot.Conversations;

/// <summary>A ticket about danger, and the language its words were found in; null where nothing could be read.</summary>
internal sealed record CallForHelp(TicketDraft Ticket, Language? Language);

/// <summary>
/// What the screen finds in words that no turn answers: its turn failed, or its sender has no thread. The patient reads no reply to their danger, so
/// somebody is paged at any hour; a screen that fails itself has ruled nothing out.
/// </summary>
internal sealed class UnansweredDanger(SafetyScreen screen)
{
    /// <param name="recent">The patient's latest messages within three minutes, this one last; empty where none are known.</param>
    /// <returns>Null when the words are surely harmless.</returns>
    public CallForHelp? Find(string text, IReadOnlyList<string> recent)
    {
        try
        {
            Alarm?[] found = [screen.Look(text), recent.Count > 1 ? screen.LookJoined(recent) : null];
            return found.OfType<Alarm>().MinBy(alarm => alarm.Class) is { } worst ? new CallForHelp(TicketOf(worst) with { PageAtOnce = true }, worst.Language) : null;
        }
        catch (Exception)
        {
            return new CallForHelp(new TicketDraft(HandoffKind.Emergency, "danger-not-ruled-out", TimeCritical: true) { PageAtOnce = true }, null);
        }
    }

    private static TicketDraft TicketOf(Alarm alarm) => alarm.ComesFirst ? Danger.TicketOf(alarm) : AfterInfusion.TicketOf(alarm);
}
