using System.Text.Json.Nodes;
using CommsBot.Handoff;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Drivers;

/// <summary>Books visits, lets their moments come, and reads what stands on the board.</summary>
internal sealed class VisitDesk(TestService service)
{
    /// <summary>What is due by now is found and done.</summary>
    public async Task LookAsync()
    {
        await service.Get<CommsBot.Engine.Poller>().LookAsync(default);
        await service.Settled();
    }

    /// <summary>What is sent by each of these moments arrives.</summary>
    public async Task ArriveAsync(SmsPatient patient, params string[] moments)
    {
        foreach (var moment in moments)
        {
            service.At(moment);
            await LookAsync();
            foreach (var text in service.Twilio.Sent.Where(text => text.To == patient.Phone && text.Status != "delivered")) await patient.Receipt(text, "delivered");
            await service.Settled();
        }
    }

    /// <returns>The patient's number.</returns>
    public async Task<string> BookAsync(
        string id, object? screen, string startsAt = "2027-03-16T09:00:00-05:00", string? consentAt = "2027-02-20T10:00:00-06:00", string? born = null, string? phone = null)
    {
        phone ??= Some.Phone();
        await service.Appointments.Put($"/api/appointments/{id}", new
        {
            patient = new { id, firstName = "Ana", phone, birthDate = born },
            startsAt,
            status = "booked",
            consent = consentAt is null ? null : new { text = "May we text you?", at = consentAt, method = "form" },
            healthScreen = screen,
        });
        return phone;
    }

    /// <summary>The ticket behind a task of <see cref="OpenCallAsync"/>.</summary>
    public async Task<HandoffTicket> TicketAsync(JsonNode task)
    {
        var id = (string)task["id"]!;
        await using var db = service.Store.Read();
        return await db.Handoffs.SingleAsync(ticket => ticket.Id == id);
    }

    public string[] SentTo(string phone) => [.. service.Twilio.Sent.Where(text => text.To == phone).Select(text => text.Body)];

    public Task<JsonNode> ReadAsync(string id) => service.Appointments.Get($"/api/appointments/{id}");

    public async Task<string[]> ReasonsAsync(string id) => [.. (await ReadAsync(id))["readiness"]!["reasons"]!.AsArray().Select(reason => (string)reason!)];

    public async Task<JsonNode> OpenCallAsync(string id) => (await ReadAsync(id))["tasks"]!.AsArray().Single(task => (string?)task!["state"] != "closed")!;
}
