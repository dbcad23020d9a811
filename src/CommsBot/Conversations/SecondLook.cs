using CommsBot.Booking;
using CommsBot.Content;
using CommsBot.Model;

namespace CommsBot.Conversations;

/// <summary>
/// Asks the model before a turn, and only about what no rule decides: the decisions run once without it, and a danger, a keyword, a form or a
/// staff member's conversation never waits. Nothing is open in the database meanwhile.
/// </summary>
internal sealed class SecondLook(Decisions decisions, Candidates candidates, ContentLibrary library, IServiceProvider services)
{
    /// <summary>Longer messages are long stories; they are not sent.</summary>
    private const int LongestText = 1_000;

    private readonly ModelDoor? door = services.GetService<ModelDoor>();

    /// <summary>Whether there is a model, switched on, for a message that no rule decides.</summary>
    public bool Asks(TurnFacts facts) =>
        door is not null && facts.Text.Length <= LongestText && door.ModeOf(facts.Clinic) != ModelMode.Off && decisions.Decide(new Turn(facts, library.Wording)).AsksTheModel;

    /// <param name="overtaken">Ends the wait; the facts then come back as if nothing had been said.</param>
    public async Task<TurnFacts> AskAsync(TurnFacts facts, CancellationToken overtaken)
    {
        var heard = new Heard(facts.Clinic, facts.Now, facts.Text, NamesIn(facts));
        var state = DialogState.Read(facts.Conversation.State);
        var last = state.LastAnswer is { } id ? library.AnswerOrFallback(id, facts.Conversation.Language)?.Title : null;
        var told = await door!.UnderstandAsync(heard, last, candidates.Of(facts.Text, facts.Conversation.Language, state.LastAnswer), overtaken);
        var word = new ModelWord(told.Said, null, told.Trace);
        return facts with { Model = told.Said is { Crisis: false } ? await JoinAsync(facts, heard, word, overtaken) : word };
    }

    private async Task<ModelWord> JoinAsync(TurnFacts facts, Heard heard, ModelWord word, CancellationToken overtaken)
    {
        if (door!.ModeOf(facts.Clinic) != ModelMode.Join) return word;
        var turn = new Turn(facts with { Model = word }, library.Wording);
        decisions.Decide(turn);
        if (turn.Replies is not [{ Quotes: { Count: > 1 } quotes }, ..]) return word;
        var told = await door.JoinAsync(heard, turn.Language, quotes, overtaken);
        return word with { Joined = told.Said, Trace = $"{word.Trace} {told.Trace}" };
    }

    /// <summary>Names on file for who writes, or given in the request that is open.</summary>
    public static IReadOnlyList<string> NamesIn(TurnFacts facts)
    {
        var names = facts.Visits.Visits.Select(visit => visit.Person.FirstName).OfType<string>().ToList();
        if (DialogState.Read(facts.Conversation.State).Booking?.Value(BookingQuestion.Name) is { } given) names.Add(given);
        return names;
    }
}
