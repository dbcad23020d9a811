using CommsBot.Booking;
using CommsBot.Handoff;
using CommsBot.Patients;

namespace CommsBot.Conversations;

/// <summary>A booking request as far as it goes, for staff: every field names the message it came from.</summary>
internal static class BookingPacket
{
    public static IReadOnlyList<SummaryField> Of(BookingForm form)
    {
        return
        [
            .. form.Wish is { } wish ? [new SummaryField(PacketField.Need, wish.Value, wish.Sequence)] : Array.Empty<SummaryField>(),
            Field(PacketField.Name, BookingQuestion.Name),
            Field(PacketField.Phone, BookingQuestion.Phone) with { Value = PhoneOf(form) },
            Field("New or returning", BookingQuestion.New),
            Field(PacketField.BestTimes, BookingQuestion.Days),
            Field("Reason", BookingQuestion.Reason),
            Field(PacketField.Consent, BookingQuestion.Consent),
        ];

        SummaryField Field(string name, BookingQuestion question) =>
            new(name, form.Value(question) is { Length: > 0 } value ? value : null, form.Answers.GetValueOrDefault(question)?.Sequence);
    }

    public static string? PhoneOf(BookingForm form) => PhoneNumber.TryParse(form.Value(BookingQuestion.Phone), out var number) ? number.National : null;
}
