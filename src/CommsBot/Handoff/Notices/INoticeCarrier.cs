namespace CommsBot.Handoff.Notices;

/// <summary>What a place is told: a fixed sentence and where to look. Never anything about a patient.</summary>
/// <param name="Id">The same at every try.</param>
/// <param name="TicketId">The one it is about; null when several wait.</param>
/// <param name="At">Clinic time.</param>
internal sealed record Notice(string Id, string ClinicId, string Sentence, string? TicketId, Uri Link, DateTimeOffset At);

/// <summary>Brings a notice to one kind of place.</summary>
internal interface INoticeCarrier
{
    bool Carries(string kind);

    /// <returns>Null when it was accepted; else one word that says why not.</returns>
    Task<string?> SendAsync(NoticeRoute route, Notice notice, CancellationToken ct);
}
