using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Handoff;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Preparation;

namespace CommsBot.Staff.Visits;

/// <param name="At">The clinic's clock.</param>
/// <param name="Protocol">How the patient is prepared.</param>
/// <param name="Confirmed">Staff spoke with the patient: the number is theirs, and they agree to texts about the visit.</param>
internal sealed record BookingWish(string Name, string Phone, DateTime At, string Protocol, bool Confirmed)
{
    /// <inheritdoc cref="HandoffDesk.CloseAsync(DeskPerson, string, string?, string?, long?, CancellationToken)" path="/param[@name='seen']"/>
    public long? Seen { get; init; }
}

/// <summary>A booking request becomes a visit, and its ticket is closed as booked.</summary>
internal sealed class BookingDesk(AppointmentBook book, HandoffDesk desk, PreparationContent preparation, TextableNumbers numbers, ClinicClock clock)
{
    private const string Outcome = "Booked";
    private const string ConsentWords = "Told by phone: we text you about your visit and how to prepare. You can stop texts at any time.";

    public IReadOnlyList<(string Id, string Title)> Protocols { get; } = [.. preparation.All.Select(protocol => (protocol.Id, protocol.Title)).OrderBy(protocol => protocol.Title, StringComparer.Ordinal)];

    /// <summary>The preparation of who has been here before; null when several could be meant. Anybody else's is chosen by a person.</summary>
    public string? Usual { get; } = preparation.Usual?.Id;

    public async Task<DeskResult> BookAsync(DeskPerson person, HandoffTicket ticket, Clinic clinic, BookingWish wish, CancellationToken ct = default)
    {
        if (wish.Name.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is not { Length: > 0 } names) return DeskResult.Refused("Type the patient's name.");
        if (!PhoneNumber.TryParse(wish.Phone, out var phone)) return DeskResult.Refused("Type a US phone number with area code.");
        if (numbers.Refusal(wish.Phone) is { } foreign) return DeskResult.Refused(foreign);
        var startsAt = clinic.At(DateOnly.FromDateTime(wish.At), TimeOnly.FromDateTime(wish.At));
        if (startsAt <= clock.UtcNow) return DeskResult.Refused("This time is over. Choose a coming one.");
        if (preparation.Find(wish.Protocol) is null) return DeskResult.Refused("Choose how the patient is prepared.");

        var draft = new AppointmentDraft
        {
            Patient = new PatientDraft(null, names[0], names.ElementAtOrDefault(1), phone) { Language = ticket.Language },
            StartsAt = startsAt,
            Protocol = wish.Protocol,
            Status = AppointmentStatus.Booked,
            Consent = wish.Confirmed ? new ConsentDraft(ConsentWords, clock.UtcNow, "staff") : null,
        };
        // One write: a ticket that a colleague took or closed meanwhile books nothing.
        var closed = await desk.CloseAsync(person, ticket.Id, Outcome, null, async work =>
        {
            if (await HandoffDesk.UnseenAsync(work, wish.Seen) is { } unseen) return unseen;
            var outcome = await book.PutAsync(work.Db, ticket.ClinicId, $"request-{ticket.Id}", draft, new Writer(person.Name, Writer.Desk));
            return PutRefusals.Of(outcome) is { } refusal ? $"The visit was not booked: {refusal.Field} {refusal.Fault}." : null;
        }, ct);
        if (closed.IsDone) book.Tell(ticket.ClinicId);
        return closed;
    }
}
