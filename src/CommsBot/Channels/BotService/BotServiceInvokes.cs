using System.Text.Json.Nodes;
using CommsBot.BotFramework.Builder;
using CommsBot.BotFramework.Schema;

namespace CommsBot.Channels.BotService;

/// <summary>
/// Invokes ask for their answer in the same call, so nothing a patient says may come this way: whoever checks our health is answered, every other
/// name is one we have no deed for (501), as Bot Builder says it.
/// </summary>
internal sealed class BotServiceInvokes : ActivityHandler
{
    private const string HealthCheck = "healthCheck";

    public async Task<IResult> AnswerAsync(Activity activity, CancellationToken ct)
    {
        var turn = new TurnContext(NoSender.Only, activity);
        await OnTurnAsync(turn, ct);
        var answer = turn.TurnState.Get<InvokeResponse>()!;
        return answer.Body is { } body ? Results.Json(body, BotFrameworkJson.Wire.JsonNode, statusCode: answer.Status) : Results.StatusCode(answer.Status);
    }

    protected override Task<InvokeResponse> OnInvokeActivityAsync(ITurnContext turnContext, CancellationToken cancellationToken) => turnContext.Activity.Name == HealthCheck
        ? Task.FromResult(new InvokeResponse(StatusCodes.Status200OK, new JsonObject { ["healthResults"] = new JsonObject { ["success"] = true } }))
        : base.OnInvokeActivityAsync(turnContext, cancellationToken);

    /// <summary>An invoke of ours sends nothing.</summary>
    private sealed class NoSender : BotAdapter
    {
        public static readonly NoSender Only = new();

        public override Task<ResourceResponse[]> SendActivitiesAsync(ITurnContext turnContext, Activity[] activities, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Invokes are answered in their own call.");
    }
}
