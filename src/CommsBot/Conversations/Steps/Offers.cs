using CommsBot.Content;
using CommsBot.Handoff;

namespace CommsBot.Conversations.Steps;

/// <summary>Reads a message as one of the choices the last question offered: its label as tapped or typed, or its bare digit.</summary>
internal static class Offers
{
    public static Choice? Chosen(Turn turn)
    {
        if (turn.State.Offered.Count == 0 || IsStale(turn)) return null;
        var said = PlainWords.Of(turn.Text);
        return said.Length == 0 ? null : turn.State.Offered.FirstOrDefault(choice => PlainWords.Of(choice.Label) == said || choice.Digit == said);
    }

    /// <summary>It would answer whether staff helped.</summary>
    public static bool RatesHandoff(Turn turn) => Chosen(turn) is { } chosen && Meanings.RatedHandoff(chosen.Means) is not null;

    // Asked outside a turn and not repeated: a digit days later means something else.
    private static bool IsStale(Turn turn) =>
        turn.Now - turn.State.OfferedAt > HelpQuestion.Answerable && turn.State.Offered.Exists(choice => Meanings.RatedHandoff(choice.Means) is not null);
}
