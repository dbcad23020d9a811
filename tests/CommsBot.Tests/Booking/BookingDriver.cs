using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Booking;

internal static class BookingDriver
{
    /// <summary>Answers every question up to the summary, by taps where there are some.</summary>
    public static async Task<WebMessage> ToTheSummary(this WebPatient patient, string name = "Ann Lee", string phone = "(713) 555-0142")
    {
        await patient.Ask("I'd like to book an appointment");
        await patient.Ask(name);
        await patient.Ask(phone);
        await patient.Tap("I'm new");
        await patient.Tap("Weekday mornings");
        return await patient.Tap("Skip");
    }
}
