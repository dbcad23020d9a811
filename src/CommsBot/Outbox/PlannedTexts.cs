using CommsBot.Handoff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Outbox;

/// <summary>Holding and releasing what is planned for a number, in the transaction that gives the reason.</summary>
internal static class PlannedTexts
{
    public const string OptedOut = "opted-out";
    public const string NoConsent = "no-consent";

    /// <summary>Holds the number's planned texts of class plan and opens one call task per appointment; returns the appointments.</summary>
    public static async Task<IReadOnlyCollection<string>> HoldAsync(
        ClinicDb db, string clinicId, string phoneHash, string reason, DateTimeOffset now, Func<OutboundMessage, bool>? which = null)
    {
        var appointments = new HashSet<string>();
        var texts = await OfAsync(db, clinicId, phoneHash, MessageState.Planned);
        // The answer to the question whether texts are wanted, or a word that leaves none: what waited for it waits for consent now.
        if (reason is OptedOut or NoConsent) texts.AddRange((await OfAsync(db, clinicId, phoneHash, MessageState.Held)).Where(message => message.Reason == CallReasons.OptOutUnsure));
        foreach (var message in texts)
        {
            if (which is not null && !which(message)) continue;
            message.State = MessageState.Held;
            message.Reason = reason;
            await CallTasks.OpenAsync(db, LostText.TaskFor(message, reason, now));
            if (message.AppointmentId is { } appointment) appointments.Add(appointment);
        }

        return appointments;
    }

    /// <summary>Lets held texts go back to planned; what is too late by then expires at the gate.</summary>
    public static async Task ReleaseAsync(ClinicDb db, string clinicId, string phoneHash, Func<OutboundMessage, bool> which)
    {
        foreach (var message in (await OfAsync(db, clinicId, phoneHash, MessageState.Held)).Where(which))
        {
            message.State = MessageState.Planned;
            message.Reason = null;
        }
    }

    private static Task<List<OutboundMessage>> OfAsync(ClinicDb db, string clinicId, string phoneHash, MessageState state) =>
        db.Outbound.AsTracking().Where(m => m.ClinicId == clinicId && m.ToHash == phoneHash && m.Class == MessageClass.Plan && m.State == state).ToListAsync();
}
