using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CommsBot.BotFramework.Authentication;
using CommsBot.BotFramework.Schema;

namespace CommsBot.BotFramework.Connector;

/// <summary>What the channel service said to one activity.</summary>
/// <param name="Id">Its id for the activity; some channels give none.</param>
public sealed record ConnectorAnswer(HttpStatusCode Status, string? Id = null, TimeSpan? RetryAfter = null)
{
    public bool IsAccepted => (int)Status is >= 200 and < 300;
}

/// <summary>The call was not made, so nothing was sent: the address is not one of the service's, or there is no token.</summary>
public sealed class ConnectorClosedException(string why) : Exception($"The activity was not sent: {why}.")
{
    public const string ForeignAddress = "foreign-address";
    public const string NoToken = "no-token";

    public string Why => why;
}

/// <summary>
/// Hands activities to the channel service at a conversation's own service address. One call, never repeated: the service has no way to ask
/// whether an activity arrived.
/// </summary>
public sealed class ConnectorClient(ServiceAddresses addresses, IConnectorTokens tokens, Func<HttpClient> http)
{
    /// <param name="body">The activity as JSON; the caller may watch it leave.</param>
    /// <exception cref="ConnectorClosedException">Nothing was sent.</exception>
    /// <exception cref="HttpRequestException">The network failed, before or after.</exception>
    public async Task<ConnectorAnswer> SendAsync(Activity activity, HttpContent body, CancellationToken ct)
    {
        if (!addresses.Allows(activity.ServiceUrl)) throw new ConnectorClosedException(ConnectorClosedException.ForeignAddress);
        var token = await tokens.GetAsync(ct) ?? throw new ConnectorClosedException(ConnectorClosedException.NoToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, AddressOf(activity)) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var client = http();
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, ct);
        if (answer.StatusCode == HttpStatusCode.Unauthorized) tokens.Forget(token);
        return new ConnectorAnswer(answer.StatusCode, answer.IsSuccessStatusCode ? await IdOfAsync(answer, ct) : null, answer.Headers.RetryAfter?.Delta);
    }

    public static byte[] Body(Activity activity) => JsonSerializer.SerializeToUtf8Bytes(activity, BotFrameworkJson.Wire.Activity);

    private static Uri AddressOf(Activity activity)
    {
        var path = $"v3/conversations/{Uri.EscapeDataString(activity.Conversation!.Id!)}/activities";
        if (activity.ReplyToId is { Length: > 0 } answered) path += $"/{Uri.EscapeDataString(answered)}";
        return new Uri(new Uri(activity.ServiceUrl!.TrimEnd('/') + "/"), path);
    }

    private static async Task<string?> IdOfAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        try
        {
            return (await answer.Content.ReadFromJsonAsync(BotFrameworkJson.Incoming.ResourceResponse, ct))?.Id is { Length: > 0 and <= 512 } id ? id : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
