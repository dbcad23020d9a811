using CommsBot.Content;

namespace CommsBot.Conversations.Steps;

/// <summary>Reads a message as one of the choices the last question offered: its label as tapped or typed, or its bare digit.</summary>
internal static class Offers
{
    public static Choice? Chosen(Turn turn)
    {
        if (turn.State.Offered.Count == 0) return null;
        var said = PlainWords.Of(turn.Text);
        return said.Length == 0 ? null : turn.State.Offered.FirstOrDefault(choice => PlainWords.Of(choice.Label) == said || choice.Digit == said);
    }
}
