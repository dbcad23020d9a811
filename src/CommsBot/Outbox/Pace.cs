namespace CommsBot.Outbox;

/// <summary>How many texts may leave one number now: so many a second, with at most one second's worth saved up. Machine time; used by one worker at a time.</summary>
internal sealed class Pace(int perSecond, TimeProvider machine)
{
    private double saved = perSecond;
    private DateTimeOffset counted = machine.GetUtcNow();
    private DateTimeOffset stoppedUntil;

    public int Available
    {
        get
        {
            var now = machine.GetUtcNow();
            saved = Math.Min(perSecond, saved + (Math.Max(0, (now - counted).TotalSeconds) * perSecond));
            counted = now;
            return now < stoppedUntil ? 0 : (int)(saved + 1e-9);
        }
    }

    public bool IsStopped => machine.GetUtcNow() < stoppedUntil;

    /// <summary>Until one more may leave.</summary>
    public TimeSpan Wait => TimeSpan.FromSeconds(Math.Max(0.001, (1 - saved) / perSecond));

    public void Take(int texts) => saved -= texts;

    /// <summary>The provider says that nothing of ours can be sent: wait before the next try.</summary>
    public void Stop(TimeSpan pause) => stoppedUntil = machine.GetUtcNow() + pause;
}
