namespace CommsBot.Engine;

/// <summary>
/// "There may be work": cheap, losable, repeatable. Call after the commit; the <see cref="Poller"/> finds whatever a lost hint would have told.
/// </summary>
internal sealed class Hints(IGrainFactory grains)
{
    public void WakeConversation(string conversationId) => grains.GetGrain<IConversationGrain>(conversationId).Wake().Ignore();

    public void WakeClinic(string clinicId)
    {
        foreach (var line in OutboxLine.Of(clinicId)) grains.GetGrain<IClinicOutboxGrain>(line.ToString()).Wake().Ignore();
    }
}
