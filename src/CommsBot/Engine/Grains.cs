using Orleans.Concurrency;

namespace CommsBot.Engine;

/// <summary>Places the work of one conversation: one turn at a time, somewhere in the cluster.</summary>
internal interface IConversationGrain : IGrainWithStringKey
{
    [OneWay]
    Task Wake();
}

/// <summary>Places the outgoing texts of one clinic: one worker, somewhere in the cluster.</summary>
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
    public Task Wake() => work(this.GetPrimaryKeyString());
}

/// <summary>Runs the waiting turns of a conversation. Rows say whether, the grain only says where.</summary>
internal delegate Task ConversationWork(string conversationId);

/// <summary>Sends what is due for a clinic and clears up what is in doubt.</summary>
internal delegate Task ClinicOutboxWork(string clinicId);
