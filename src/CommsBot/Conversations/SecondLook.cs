using CommsBot.Answers;
using CommsBot.Booking;
using CommsBot.Content;
using CommsBot.Conversations.Steps;
using CommsBot.Engine;
using CommsBot.Model;

namespace CommsBot.Conversations;

/// <summary>
/// Asks the model before a turn, and only about what no rule decides: the decisions run once without it, and a danger, a keyword, a form or a
/// staff member's conversation never waits. Nothing is open in the database meanwhile. A newer message of the same patient ends the wait.
/// </summary>
internal sealed class SecondLook(
    Decisions decisions, Candidates candidates, ContentLibrary library, TurnReader reader, Changes changes, IServiceProvider services)
{
    /// <summary>Longer messages are long stories; they are not sent.</summary>
    private const int LongestText = 1_000;

    private readonly ModelDoor? door = services.GetService<ModelDoor>();

    public async Task<TurnFacts> AddAsync(TurnFacts facts, CancellationToken ct)
    {
        if (door is null || facts.Text.Length > LongestText || door.ModeOf(facts.Clinic) is not (not ModelMode.Off and var mode)) return facts;
        var first = new Turn(facts, library.Wording);
        if (!decisions.Decide(first).AsksTheModel) return facts;

        using var overtaken = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var listening = changes.Subscribe(change =>
        {
            if (change.ConversationId == facts.Conversation.Id) _ = EndWhenOvertaken(facts, overtaken);
        });
        await EndWhenOvertaken(facts, overtaken);
        return overtaken.IsCancellationRequested ? facts : facts with { Model = await AskAsync(door, facts, mode, overtaken.Token) };
    }

    private async Task<ModelWord> AskAsync(ModelDoor door, TurnFacts facts, ModelMode mode, CancellationToken overtaken)
    {
        var heard = new Heard(facts.Clinic, facts.Now, facts.Text, Names(facts));
        var state = DialogState.Read(facts.Conversation.State);
        var last = state.LastAnswer is { } id ? library.AnswerOrFallback(id, facts.Conversation.Language)?.Title : null;
        var told = await door.UnderstandAsync(heard, last, candidates.Of(facts.Text, facts.Conversation.Language, state.LastAnswer), overtaken);
        var word = new ModelWord(told.Said, null, told.Trace);
        if (mode != ModelMode.Join || told.Said is not { Crisis: false }) return word;

        var second = new Turn(facts with { Model = word }, library.Wording);
        decisions.Decide(second);
        if (second.Replies is not [{ Quotes: { Count: > 1 } quotes }, ..]) return word;
        var joined = await door.JoinAsync(heard, second.Language, quotes, overtaken);
        return word with { Joined = joined.Said, Trace = $"{word.Trace} {joined.Trace}" };
    }

    private async Task EndWhenOvertaken(TurnFacts facts, CancellationTokenSource overtaken)
    {
        if (!await reader.IsOvertakenAsync(facts, default)) return;
        try
        {
            await overtaken.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The answer came first.
        }
    }

    private static IReadOnlyList<string> Names(TurnFacts facts)
    {
        var names = facts.Visits.Visits.Select(visit => visit.Person.FirstName).OfType<string>().ToList();
        if (DialogState.Read(facts.Conversation.State).Booking?.Value(BookingQuestion.Name) is { } given) names.Add(given);
        return names;
    }
}
