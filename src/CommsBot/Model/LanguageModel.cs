using System.ClientModel;
using System.ClientModel.Primitives;
using Azure.AI.OpenAI;
using Azure.Core;
using OpenAI.Chat;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace CommsBot.Model;

/// <summary>
/// The only class that knows Azure OpenAI. It asks once and gives back text of the expected form or the reason why there is none; it throws
/// nothing, because without the model a patient is answered all the same. No token limit and no temperature are sent: newer deployments refuse both.
/// </summary>
internal sealed partial class LanguageModel
{
    public const string Name = "model";
    public const string TokenName = "model-token";

    /// <summary>For a sign-in that hangs: the call itself ends by its own time-out, and long enough before for the circuit breaker to hear of it on a busy machine.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    private readonly ChatClient chat;
    private readonly TimeSpan patience;
    private readonly ILogger log;

    /// <param name="entra">Signs the calls when no key is set.</param>
    public LanguageModel(AzureOpenAISettings settings, HttpClient http, Func<TokenCredential> entra, ILogger<LanguageModel> log)
    {
        var options = new AzureOpenAIClientOptions
        {
            Transport = new HttpClientPipelineTransport(http), RetryPolicy = new ClientRetryPolicy(0), NetworkTimeout = Timeout.InfiniteTimeSpan,
        };
        var client = settings.ApiKey is { } key
            ? new AzureOpenAIClient(settings.Endpoint, new ApiKeyCredential(key), options)
            : new AzureOpenAIClient(settings.Endpoint, entra(), options);
        chat = client.GetChatClient(settings.Deployment);
        patience = TimeSpan.FromSeconds(settings.TimeoutSeconds) + Slack;
        this.log = log;
    }

    /// <param name="material">What may be chosen from, as JSON; ours, never the patient's words.</param>
    /// <param name="patient">The patient's words, masked; they are a user message and nothing else.</param>
    /// <param name="overtaken">Ends the wait at once: something more urgent came.</param>
    public async Task<ModelReply> AskAsync(Prompt prompt, string material, string patient, BinaryData schema, CancellationToken overtaken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(overtaken);
        limit.CancelAfter(patience);
        var reply = await TryAsync(prompt, material, patient, schema, limit.Token, overtaken);
        if (reply.Fault is { } fault) Log.NotUsed(log, prompt.Id, fault);
        return reply;
    }

    // The set of exceptions a foreign service's answer can end in is open; each of them means "no answer", and none may fail the turn.
    private async Task<ModelReply> TryAsync(Prompt prompt, string material, string patient, BinaryData schema, CancellationToken limit, CancellationToken overtaken)
    {
        try
        {
            ChatMessage[] messages = [new SystemChatMessage(prompt.Text), new SystemChatMessage(material), new UserChatMessage(patient)];
            var options = new ChatCompletionOptions { ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat(prompt.Id, schema, null, true) };
            return Read((await chat.CompleteChatAsync(messages, options, limit)).Value);
        }
        catch (OperationCanceledException)
        {
            return ModelReply.Failed(overtaken.IsCancellationRequested ? "overtaken" : "timeout");
        }
        catch (Exception fault)
        {
            return ModelReply.Failed(Reason(fault));
        }
    }

    private static ModelReply Read(ChatCompletion completion)
    {
        if (completion.Refusal is { Length: > 0 } || completion.FinishReason == ChatFinishReason.ContentFilter) return ModelReply.Failed("refused");
        if (completion.FinishReason == ChatFinishReason.Length) return ModelReply.Failed("truncated");
        if (completion.FinishReason != ChatFinishReason.Stop || completion.Content is not [{ Text: { Length: > 0 } text }]) return ModelReply.Failed("unreadable");
        return new ModelReply(text, null);
    }

    private static string Reason(Exception fault) => fault switch
    {
        TimeoutRejectedException => "timeout",
        BrokenCircuitException => "resting",
        ClientResultException { Status: 429 } => "busy",
        ClientResultException { Status: 400 } => "refused",
        ClientResultException { Status: 401 or 403 } => "denied",
        ClientResultException { Status: > 0 } or HttpRequestException or ClientResultException => "down",
        { InnerException: { } inner } => Reason(inner),
        _ => "unreadable",
    };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The model's call {Prompt} was not used: {Fault}.")]
        public static partial void NotUsed(ILogger logger, string prompt, string fault);
    }
}

/// <summary>What the model wrote, or one word for why nothing can be used. <paramref name="Text"/> is unchecked.</summary>
internal sealed record ModelReply(string? Text, string? Fault)
{
    public static ModelReply Failed(string fault) => new(null, fault);
}
