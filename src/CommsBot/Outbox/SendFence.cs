using CommsBot.Clinics;

namespace CommsBot.Outbox;

/// <summary>
/// The last look before the bytes leave: does the claim still hold, is the text still wanted, may the bot still speak? Asked by the carrier as it
/// writes to the socket.
/// </summary>
/// <param name="stillSpeaks">Whether no person took the conversation since the bot said it; null for a text that no ownership holds back.</param>
internal sealed class SendFence(TimeProvider machine, ClinicClock clinic, DateTimeOffset leaseUntil, DateTimeOffset? notAfter, Func<Task<bool>>? stillSpeaks = null)
{
    /// <exception cref="SendStoppedException">It must not leave any more.</exception>
    public async Task PassAsync()
    {
        if (stillSpeaks is not null && !await stillSpeaks()) throw new SendStoppedException("staff-owns");
        if (machine.GetUtcNow() >= leaseUntil) throw new SendStoppedException("lease-over");
        if (notAfter <= clinic.UtcNow) throw new SendStoppedException("too-late");
    }
}

/// <summary>Thrown before the first byte of a text: a certain non-send.</summary>
internal sealed class SendStoppedException(string why) : Exception($"The text was stopped before it left: {why}.")
{
    public string Why => why;
}
