using CommsBot.Clinics;

namespace CommsBot.Outbox;

/// <summary>The last look before the bytes leave: does the claim still hold, is the text still wanted? Asked by the carrier as it writes to the socket.</summary>
internal sealed class SendFence(TimeProvider machine, ClinicClock clinic, DateTimeOffset leaseUntil, DateTimeOffset? notAfter)
{
    /// <exception cref="SendStoppedException">It must not leave any more.</exception>
    public void Pass()
    {
        if (machine.GetUtcNow() >= leaseUntil) throw new SendStoppedException("lease-over");
        if (notAfter <= clinic.UtcNow) throw new SendStoppedException("too-late");
    }
}

/// <summary>Thrown before the first byte of a text: a certain non-send.</summary>
internal sealed class SendStoppedException(string why) : Exception($"The text was stopped before it left: {why}.")
{
    public string Why => why;
}
