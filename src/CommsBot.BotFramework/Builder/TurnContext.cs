using CommsBot.BotFramework.Schema;

namespace CommsBot.BotFramework.Builder;

/// <summary>Values by name, or by their type's name.</summary>
public sealed class TurnContextStateCollection : Dictionary<string, object>
{
    public T? Get<T>() where T : class => Get<T>(typeof(T).FullName!);

    /// <summary>Null when absent or of another type.</summary>
    public T? Get<T>(string key) where T : class => TryGetValue(key, out var value) ? value as T : null;

    public void Set<T>(T value) where T : class => this[typeof(T).FullName!] = value;
}

public sealed class TurnContext(BotAdapter adapter, Activity activity) : ITurnContext
{
    private readonly List<SendActivitiesHandler> onSend = [];

    public BotAdapter Adapter { get; } = adapter;
    public Activity Activity { get; } = activity;
    public TurnContextStateCollection TurnState { get; } = [];
    public bool Responded { get; private set; }

    public ITurnContext OnSendActivities(SendActivitiesHandler handler)
    {
        onSend.Add(handler);
        return this;
    }

    public Task<ResourceResponse> SendActivityAsync(
        string text, string? speak = null, string? inputHint = null, CancellationToken cancellationToken = default) =>
        SendActivityAsync(MessageFactory.Text(text, speak, inputHint), cancellationToken);

    public async Task<ResourceResponse> SendActivityAsync(Activity activity, CancellationToken cancellationToken = default)
    {
        var responses = await SendActivitiesAsync([activity], cancellationToken);
        return responses.Length > 0 ? responses[0] : new ResourceResponse();
    }

    public Task<ResourceResponse[]> SendActivitiesAsync(Activity[] activities, CancellationToken cancellationToken = default)
    {
        var reference = Activity.GetConversationReference();
        List<Activity> outgoing = [.. activities.Select(activity => Addressed(activity, reference))];
        return SendThrough(0, outgoing, cancellationToken);
    }

    private static Activity Addressed(Activity activity, ConversationReference reference)
    {
        var outgoing = (activity with { }).ApplyConversationReference(reference);
        outgoing.Type ??= ActivityTypes.Message;
        if (outgoing.Type == ActivityTypes.Message) outgoing.InputHint ??= InputHints.AcceptingInput;
        return outgoing;
    }

    private async Task<ResourceResponse[]> SendThrough(int handler, List<Activity> outgoing, CancellationToken cancellationToken)
    {
        if (handler < onSend.Count)
        {
            return await onSend[handler](this, outgoing, () => SendThrough(handler + 1, outgoing, cancellationToken));
        }

        var responses = await Adapter.SendActivitiesAsync(this, [.. outgoing], cancellationToken);
        Responded |= outgoing.Any(activity => activity.Type != ActivityTypes.Trace);
        return responses;
    }
}
