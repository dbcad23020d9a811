using System.Text.Json.Nodes;
using CommsBot.BotFramework.Builder;
using CommsBot.BotFramework.Schema;

namespace CommsBot.Tests.BotFramework;

public sealed class TurnTests
{
    private static Activity Incoming(string type = ActivityTypes.Message) => new()
    {
        Type = type,
        Id = "in-1",
        Text = "hi",
        ChannelId = "directline",
        From = new ChannelAccount("dl_ann"),
        Recipient = new ChannelAccount("bot"),
        Conversation = new ConversationAccount("c1"),
    };

    [Fact]
    public async Task What_the_bot_says_is_addressed_to_who_asked()
    {
        var adapter = new Mailbox();
        await adapter.RunAsync(Incoming(), (turn, token) => turn.SendActivityAsync("hello", cancellationToken: token));
        var sent = Assert.Single(adapter.Sent);
        Assert.Equal(("message", "hello", "bot", "dl_ann", "c1", "in-1", "acceptingInput"), (sent.Type, sent.Text, sent.From!.Id, sent.Recipient!.Id, sent.Conversation!.Id, sent.ReplyToId, sent.InputHint));
    }

    [Fact]
    public async Task The_activity_given_to_send_is_not_changed()
    {
        var mine = MessageFactory.Text("hello");
        await new Mailbox().RunAsync(Incoming(), (turn, token) => turn.SendActivityAsync(mine, token));
        Assert.Null(mine.Conversation);
    }

    [Fact]
    public async Task Middleware_runs_outermost_first_and_sees_what_is_sent()
    {
        List<string> order = [];
        var adapter = new Mailbox();
        adapter.Use(new Noting("outer", order)).Use(new Noting("inner", order));
        await adapter.RunAsync(Incoming(), (turn, token) => turn.SendActivityAsync("hello", cancellationToken: token));
        Assert.Equal(["outer in", "inner in", "outer send", "inner send", "inner out", "outer out"], order);
    }

    [Fact]
    public async Task A_send_handler_that_does_not_go_on_keeps_the_message_back()
    {
        var adapter = new Mailbox();
        await adapter.RunAsync(Incoming(), async (turn, token) =>
        {
            turn.OnSendActivities((_, _, _) => Task.FromResult<ResourceResponse[]>([]));
            await turn.SendActivityAsync("hello", cancellationToken: token);
            Assert.False(turn.Responded);
        });
        Assert.Empty(adapter.Sent);
    }

    [Theory]
    [InlineData(ActivityTypes.Message, true)]
    [InlineData(ActivityTypes.Trace, false)]
    public async Task A_trace_is_no_response(string type, bool responded) =>
        await new Mailbox().RunAsync(Incoming(), async (turn, token) =>
        {
            await turn.SendActivityAsync(new Activity { Type = type }, token);
            Assert.Equal(responded, turn.Responded);
        });

    [Fact]
    public async Task What_a_turn_throws_goes_to_OnTurnError_once()
    {
        List<string> errors = [];
        var adapter = new Mailbox { OnTurnError = (_, exception) => { errors.Add(exception.Message); return Task.CompletedTask; } };
        adapter.Use(new Noting("outer", []));
        await adapter.RunAsync(Incoming(), (_, _) => throw new InvalidOperationException("broken"));
        Assert.Equal(["broken"], errors);
    }

    [Fact]
    public async Task Without_OnTurnError_the_caller_gets_the_exception() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => new Mailbox().RunAsync(Incoming(), (_, _) => throw new InvalidOperationException("broken")));

    [Fact]
    public async Task A_cancelled_turn_is_no_error()
    {
        using var cancel = new CancellationTokenSource();
        var adapter = new Mailbox { OnTurnError = (_, _) => throw new InvalidOperationException("must not be called") };
        await Assert.ThrowsAsync<OperationCanceledException>(() => adapter.RunAsync(Incoming(), async (_, token) =>
        {
            await cancel.CancelAsync();
            token.ThrowIfCancellationRequested();
        }, cancel.Token));
    }

    [Theory]
    [InlineData(ActivityTypes.Message, "message")]
    [InlineData(ActivityTypes.Event, "event")]
    [InlineData(ActivityTypes.Typing, "typing")]
    [InlineData(ActivityTypes.EndOfConversation, "end")]
    [InlineData(ActivityTypes.MessageReaction, "reaction")]
    [InlineData(ActivityTypes.Invoke, "invoke")]
    [InlineData("something else", "unrecognized")]
    public async Task Each_kind_of_activity_has_its_method(string type, string expected)
    {
        var bot = new Listing();
        await new Mailbox().RunAsync(Incoming(type), bot.OnTurnAsync);
        Assert.Equal([expected], bot.Calls);
    }

    [Fact]
    public async Task The_bot_itself_is_not_a_member_that_joins()
    {
        var bot = new Listing();
        var update = Incoming(ActivityTypes.ConversationUpdate);
        update.MembersAdded = [new ChannelAccount("bot"), new ChannelAccount("dl_ann")];
        update.MembersRemoved = [new ChannelAccount("bot")];
        await new Mailbox().RunAsync(update, bot.OnTurnAsync);
        Assert.Equal(["added dl_ann"], bot.Calls);
    }

    [Fact]
    public void A_handoff_is_an_event_with_context_transcript_and_the_way_back()
    {
        var handoff = EventFactory.CreateHandoffInitiation(
            new TurnContext(new Mailbox(), Incoming()), new JsonObject { ["reason"] = "asked" }, new Transcript { Activities = [new Activity { Type = "message", Text = "hi" }] });
        Assert.Equal(("event", "handoff.initiate", "asked", "c1", "dl_ann"), (handoff.Type, handoff.Name, (string)handoff.Value!["reason"]!, handoff.Conversation!.Id, handoff.RelatesTo!.User!.Id));
        Assert.Equal("""{"activities":[{"type":"message","text":"hi"}]}""", handoff.Attachments![0].Content!.ToJsonString());
    }

    [Fact]
    public void A_handoff_status_says_what_became_of_it()
    {
        var status = EventFactory.CreateHandoffStatus(new ConversationAccount("c1"), HandoffStates.Failed, "nobody there");
        Assert.Equal(("event", "handoff.status", """{"state":"failed","message":"nobody there"}"""), (status.Type, status.Name, status.Value!.ToJsonString()));
    }

    [Fact]
    public void Suggested_words_come_back_as_the_users_message()
    {
        var action = MessageFactory.SuggestedActions(["Yes, please"], "Shall I?").SuggestedActions!.Actions![0];
        Assert.Equal(("imBack", "Yes, please", "Yes, please"), (action.Type, action.Title, (string)action.Value!));
    }

    private sealed class Mailbox : BotAdapter
    {
        public List<Activity> Sent { get; } = [];

        public Task RunAsync(Activity activity, BotCallbackHandler bot, CancellationToken cancellationToken = default) =>
            RunPipelineAsync(new TurnContext(this, activity), bot, cancellationToken);

        public override Task<ResourceResponse[]> SendActivitiesAsync(ITurnContext turnContext, Activity[] activities, CancellationToken cancellationToken)
        {
            Sent.AddRange(activities);
            return Task.FromResult<ResourceResponse[]>([.. activities.Select(_ => new ResourceResponse { Id = "out-1" })]);
        }
    }

    private sealed class Noting(string name, List<string> order) : IMiddleware
    {
        public async Task OnTurnAsync(ITurnContext turnContext, NextDelegate next, CancellationToken cancellationToken = default)
        {
            order.Add($"{name} in");
            turnContext.OnSendActivities((_, _, send) => { order.Add($"{name} send"); return send(); });
            await next(cancellationToken);
            order.Add($"{name} out");
        }
    }

    private sealed class Listing : ActivityHandler
    {
        public List<string> Calls { get; } = [];

        protected override Task OnMessageActivityAsync(ITurnContext turnContext, CancellationToken cancellationToken) => Note("message");

        protected override Task OnEventActivityAsync(ITurnContext turnContext, CancellationToken cancellationToken) => Note("event");

        protected override Task OnTypingActivityAsync(ITurnContext turnContext, CancellationToken cancellationToken) => Note("typing");

        protected override Task OnEndOfConversationActivityAsync(ITurnContext turnContext, CancellationToken cancellationToken) => Note("end");

        protected override Task OnMessageReactionActivityAsync(ITurnContext turnContext, CancellationToken cancellationToken) => Note("reaction");

        protected override async Task<InvokeResponse> OnInvokeActivityAsync(ITurnContext turnContext, CancellationToken cancellationToken)
        {
            await Note("invoke");
            return InvokeResponse.NotImplemented;
        }

        protected override Task OnUnrecognizedActivityTypeAsync(ITurnContext turnContext, CancellationToken cancellationToken) => Note("unrecognized");

        protected override Task OnMembersAddedAsync(IList<ChannelAccount> membersAdded, ITurnContext turnContext, CancellationToken cancellationToken) =>
            Note("added " + string.Join(' ', membersAdded.Select(member => member.Id)));

        protected override Task OnMembersRemovedAsync(IList<ChannelAccount> membersRemoved, ITurnContext turnContext, CancellationToken cancellationToken) => Note("removed");

        private Task Note(string call)
        {
            Calls.Add(call);
            return Task.CompletedTask;
        }
    }
}
