namespace CommsBot.Engine;

/// <summary>
/// "There may be work": cheap, losable, repeatable. Call after the commit; the <see cref="Poller"/> finds whatever a lost hint would have told.
/// </summary>
internal sealed class Hints(IGrainFactory grains)
{
    public void WakeConversation(string conversationId) => Hint(() => grains.GetGrain<IConversationGrain>(conversationId).Wake());

    public void WakeClinic(string clinicId)
    {
        foreach (var line in OutboxLine.Of(clinicId)) Hint(() => grains.GetGrain<IClinicOutboxGrain>(line.ToString()).Wake());
    }

    /// <summary>A verb such as <c>import</c> writes without a running engine, which throws at once; the serving process finds the rows.</summary>
    private static void Hint(Func<Task> wake)
    {
        try
        {
            wake().Ignore();
        }
        catch (Exception unheard) when (unheard is NullReferenceException or InvalidOperationException)
        {
        }
    }
}
