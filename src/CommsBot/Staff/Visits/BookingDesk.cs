using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Handoff;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Preparation;
using CommsBot.Storage;

namespace CommsBot.Staff.Visits;

/// <param name="At">The clinic's clock.</param>
/// <param name="Confirmed">Staff spoke with the patient: the number is theirs, and they agree to texts about the visit.</param>
internal sealed record BookingWish(string Name, string Phone, DateTime At, string Protocol, bool Confirmed);

/// <summary>A booking request becomes a visit, and its ticket is closed as booked.</summary>
internal sealed class BookingDesk(AppointmentBook book, HandoffDesk desk, PreparationContent preparation, TextableNumbers numbers, ClinicStore store, ClinicClock clock)
{
    private const string Outcome = "Booked";
    private const string ConsentWords = "Told by phone: we text you about your visit and how to prepare. You can stop texts at any time.";

    public IReadOnlyList<string> Protocols { get; } = [.. preparation.All.Select(protocol => protocol.Id).Order(StringComparer.Ordinal)];

    public async Task<DeskResult> BookAsync(DeskPerson person, HandoffTicket ticket, Clinic clinic, BookingWish wish, CancellationToken ct = default)
    {
        if (wish.Name.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is not { Length: > 0 } names) return DeskResult.Refused("Type the patient's name.");
        if (!PhoneNumber.TryParse(wish.Phone, out var phone)) return DeskResult.Refused("Type a US phone number with area code.");
        if (numbers.Refusal(wish.Phone) is { } foreign) return DeskResult.Refused(foreign);
        var startsAt = clinic.At(DateOnly.FromDateTime(wish.At), TimeOnly.FromDateTime(wish.At));
        if (startsAt <= clock.UtcNow) return DeskResult.Refused("This time is over. Choose a coming one.");
        if (!await MayBookAsync(person, ticket)) return new DeskResult(DeskOutcome.NotAllowed);

        var draft = new AppointmentDraft
        {
            Patient = new PatientDraft(null, names[0], names.ElementAtOrDefault(1), phone) { Language = ticket.Language },
            StartsAt = startsAt,
            Protocol = wish.Protocol,
            Status = AppointmentStatus.Booked,
            Consent = wish.Confirmed ? new ConsentDraft(ConsentWords, clock.UtcNow, "staff") : null,
        };
        // One visit per request: whoever books it twice changes the same visit.
        var outcome = await book.PutAsync(ticket.ClinicId, $"request-{ticket.Id}", draft, new Writer(person.Name, "staff"), ct);
        return outcome == PutOutcome.InThePast ? DeskResult.Refused("This time is over. Choose a coming one.") : await desk.CloseAsync(person, ticket.Id, Outcome, null, ct);
    }

    private async Task<bool> MayBookAsync(DeskPerson person, HandoffTicket ticket)
    {
        await using var db = store.Read();
        return person.Clinics.Contains(ticket.ClinicId) && await StaffPeople.MayActAsync(db, person.Name, ticket.ClinicId);
    }
}
