using System.Diagnostics;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Conversations.Steps;
using CommsBot.Outbox;
using CommsBot.Preparation;
using CommsBot.Settings;

namespace CommsBot.Evaluation;

/// <summary>What a turn did with one question.</summary>
/// <param name="Outcome">The outcome of the first reply; <c>none</c> when the bot kept quiet.</param>
/// <param name="Quoted">Ids of the answers quoted.</param>
/// <param name="Offered">Ids of the answers offered as a choice.</param>
/// <param name="Model">What a model had to do with it; null when it was not asked.</param>
internal sealed record EvaluateResult(EvaluateQuestion Question, string Outcome, IReadOnlyList<string> Quoted, IReadOnlyList<string> Offered, TimeSpan Took, string? Model = null);

/// <summary>
/// Runs questions through the decisions the service makes, each as the first message of a new conversation, or the second where a message went before. Facts are made up in memory:
/// nothing is stored, sent or read but the content. Every answer counts as approved, unless it is said what is.
/// </summary>
internal sealed class EvaluateTurns : IDisposable
{
    private readonly ServiceProvider _provider;
    private readonly LoadedContent _content;
    private readonly Decisions _decisions;

    /// <param name="more">What else the decisions may use: a model.</param>
    public EvaluateTurns(ContentRoot root, Action<IServiceCollection>? more = null)
        : this(Usable(LoadedContent.Read(root, strictWording: false)), ApprovedContent.Everything, more)
    {
    }

    public EvaluateTurns(LoadedContent content, ApprovedContent approved, Action<IServiceCollection>? more = null)
    {
        _content = content;
        var services = new ServiceCollection();
        services.AddContentParts(_content);
        services.AddSingleton(ApprovalBook.Of(approved));
        services.AddPreparation();
        services.AddSingleton<AnswerTalk>();
        services.AddSingleton<BookingTalk>();
        services.AddSingleton<Candidates>();
        services.AddSingleton<SecondLook>();
        Decisions.Register(services);
        more?.Invoke(services);
        _provider = services.BuildServiceProvider();
        _decisions = _provider.GetRequiredService<Decisions>();
    }

    /// <summary>With a clinic's file or a phrase list unread, everything measured would be wrong.</summary>
    private static LoadedContent Usable(LoadedContent content)
    {
        List<string> faults = [.. content.Clinics.Faults.Select(fault => $"{fault.File}: {fault.Item} {fault.Problem}"), .. content.OtherFaults];
        return faults.Count == 0 ? content : throw new StartRefusedException(faults);
    }

    public void Dispose() => _provider.Dispose();

    public T Part<T>() where T : notnull => _provider.GetRequiredService<T>();

    public IReadOnlyList<EvaluateResult> Run(IReadOnlyList<EvaluateQuestion> questions)
    {
        // The first turns pay for compiling; they are not the service's speed.
        foreach (var question in questions.Take(300)) Run(question);
        return [.. questions.Select(Run)];
    }

    public EvaluateResult Run(EvaluateQuestion question) => Decide(question, FactsOf(question));

    /// <summary>The same, with a model asked where the service would ask it.</summary>
    public async Task<EvaluateResult> RunWithModelAsync(EvaluateQuestion question)
    {
        var facts = FactsOf(question);
        var second = Part<SecondLook>();
        return Decide(question, second.Asks(facts) ? await second.AskAsync(facts, default) : facts);
    }

    private EvaluateResult Decide(EvaluateQuestion question, TurnFacts facts)
    {
        var turn = new Turn(facts, _content.Library.Wording);
        var started = Stopwatch.GetTimestamp();
        _decisions.Decide(turn);
        var took = Stopwatch.GetElapsedTime(started);
        var first = turn.Replies.Count > 0 ? turn.Replies[0].Outcome : "none";
        var offered = first == Outcome.Clarify ? turn.Replies[0].Choices.Select(c => Meanings.AnswerId(c.Means)).OfType<string>() : [];
        return new EvaluateResult(question, first, [.. turn.Replies.SelectMany(r => r.Answers)], [.. offered], took, facts.Model?.Trace);
    }

    private TurnFacts FactsOf(EvaluateQuestion question) => Facts(question, question.Text, StateAfter(question));

    private string? StateAfter(EvaluateQuestion question)
    {
        if (question.Before is null) return null;
        var before = new Turn(Facts(question, question.Before, null), _content.Library.Wording);
        _decisions.Decide(before);
        return before.State.Write();
    }

    private TurnFacts Facts(EvaluateQuestion question, string text, string? state)
    {
        var clinic = _content.Clinics.All[0];
        var onPhone = question.Expect == Outcome.Consent;
        var now = new DateTimeOffset(2026, 11, 24, 17, 0, 0, TimeSpan.Zero);
        var conversation = new Conversation
        {
            Id = "evaluate", ClinicId = clinic.Id, Channel = onPhone ? Channel.Sms : Channel.WebChat, Language = question.Language, StartedAt = now, State = state,
        };
        var message = new InboundMessage
        {
            ClinicId = clinic.Id, ConversationId = conversation.Id, Kind = InboundKind.Message, Provider = "evaluate", ProviderId = "1",
            Text = text, ReceivedAt = now, Sequence = 1,
        };
        return new TurnFacts(conversation, message, clinic, now, onPhone ? MessageForm.Sms : MessageForm.Web)
        {
            Recent = [text],
            Phone = onPhone ? clinic.Sms.Number : null,
        };
    }
}
