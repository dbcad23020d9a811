using CommsBot.Conversations;
using Orleans.Concurrency;

namespace CommsBot.Engine;

/// <summary>Places the work of one conversation: one turn at a time, somewhere in the cluster.</summary>
internal interface IConversationGrain : IGrainWithStringKey
{
    [OneWay]
    Task Wake();
}

/// <summary>Places the outgoing messages of one clinic and channel: one worker, somewhere in the cluster.</summary>
internal interface IClinicOutboxGrain : IGrainWithStringKey
{
    [OneWay]
    Task Wake();
}

internal sealed class ConversationGrain(ConversationWork work) : Grain, IConversationGrain
{
    public Task Wake() => work(this.GetPrimaryKeyString());
}

internal sealed class ClinicOutboxGrain(ClinicOutboxWork work) : Grain, IClinicOutboxGrain
{
    public Task Wake() => work(OutboxLine.Read(this.GetPrimaryKeyString()));
}

/// <summary>Runs the waiting turns of a conversation. Rows say whether, the grain only says where.</summary>
internal delegate Task ConversationWork(string conversationId);

/// <summary>Sends what is due on a line and clears up what is in doubt there.</summary>
internal delegate Task ClinicOutboxWork(OutboxLine line);

/// <summary>A clinic's outgoing messages of one channel: they wait for each other and for nobody else.</summary>
internal sealed record OutboxLine(string ClinicId, Channel Channel)
{
    public static IEnumerable<OutboxLine> Of(string clinicId) => [new(clinicId, Channel.Sms), new(clinicId, Channel.BotService)];

    public static OutboxLine Read(string key) => key.Split('/') is [var channel, var clinic]
        ? new OutboxLine(clinic, Enum.Parse<Channel>(channel))
        : throw new ArgumentException("A line is a channel and a clinic.", nameof(key));

    public override string ToString() => $"{Channel}/{ClinicId}";
}
