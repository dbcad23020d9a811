namespace CommsBot.BotFramework.Connector;

/// <summary>The bot's own token for calls to the channel service.</summary>
public interface IConnectorTokens
{
    const string Resource = "https://api.botframework.com";

    /// <summary>Null when it could not be had now; why stands in the log.</summary>
    Task<string?> GetAsync(CancellationToken ct);

    /// <summary>The service refused the token: the next call fetches another.</summary>
    void Forget(string token);
}
