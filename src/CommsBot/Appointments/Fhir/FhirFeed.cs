using System.Text.Json;
using CommsBot.Clinics;
using CommsBot.Handoff;
using CommsBot.Storage;
using Hl7.Fhir.Rest;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Appointments.Fhir;

/// <summary>
/// Asks each clinic's practice system again and again and takes over what changed, by the same checks, the same stop for a big change and the same rule
/// for what is missing as a report. A visit that left the asked days is looked up by its id before anybody is asked about it.
/// </summary>
internal sealed partial class FhirFeed(
    FhirSettings settings, IHttpClientFactory clients, AppointmentImport import, ImportRows rows, MissingVisits missing, DeskVisits desk, ClinicDirectory clinics, ClinicStore store,
    ClinicClock clock, TimeProvider machine, ILogger<FhirFeed> log) : BackgroundService
{
    private const string Writer = "fhir";
    private const int MostLookedUp = 50;

    protected override Task ExecuteAsync(CancellationToken stopping) => Task.WhenAll(settings.Sources.Select(source => FollowAsync(source, stopping)));

    /// <summary>One question now.</summary>
    /// <param name="confirmedBy">The person on staff who has looked at what stopped it before; null for the usual question.</param>
    /// <returns>Null when the clinic has no practice system, or it did not answer.</returns>
    public async Task<ImportReport?> AskAsync(string clinicId, string? confirmedBy, CancellationToken ct)
    {
        if (settings.Sources.Find(source => source.Clinic == clinicId) is not { } source || clinics.Find(clinicId) is not { } clinic) return null;
        try
        {
            var report = await AskAsync(new FhirServer(clients, source), source, clinic, confirmedBy, ct);
            await NoteAsync(clinic, report.Stopped, ct);
            if (report.Rows.Where(row => row.NeedsPerson).ToList() is { Count: > 0 } refused) await store.Write(db => RefusedVisits.AskAsync(db, clinic, refused, clock.UtcNow), ct);
            return report;
        }
        catch (Exception silent) when (silent is HttpRequestException or FhirOperationException or TaskCanceledException or FormatException or InvalidOperationException && !ct.IsCancellationRequested)
        {
            Log.NoAnswer(log, clinicId, silent.GetType().Name);
            await NoteAsync(clinic, "The practice system does not answer. New and moved visits are not known here.", ct);
            return null;
        }
    }

    private async Task FollowAsync(FhirSource source, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(source.PollMinutes), machine);
        do
        {
            try
            {
                await AskAsync(source.Clinic!, null, stopping);
            }
            catch (Exception fault) when (!stopping.IsCancellationRequested)
            {
                Log.Failed(log, source.Clinic!, fault);
            }
        }
        while (await timer.WaitForNextTickAsync(stopping).AsTask().ContinueWith(tick => tick is { IsCompletedSuccessfully: true, Result: true }, TaskScheduler.Default));
    }

    private async Task<ImportReport> AskAsync(FhirServer server, FhirSource source, Clinic clinic, string? confirmedBy, CancellationToken ct)
    {
        var today = clinic.DateOf(clock.UtcNow);
        var visits = (await server.VisitsAsync(today, today.AddDays(source.DaysAhead), ct)).ToList();
        // A visit typed at the desk is named as well, under the number it has there.
        var known = await desk.ResolveAsync(clinic, rows.Of(Of(visits, source)), ct);
        var named = visits.Select(visit => visit.Appointment.Id).Concat(known.Rows.Select(row => row.Id)).Concat(known.Unclear).OfType<string>().ToHashSet();
        var gone = new List<string>();
        foreach (var id in (await missing.FindAsync(clinic, clock.UtcNow, clinic.At(today.AddDays(source.DaysAhead), TimeOnly.MaxValue), named, ct)).Take(MostLookedUp))
            if (await server.FindAsync(await desk.SourceIdAsync(clinic, id, ct), ct) is { } moved) visits.Add(moved);
            else gone.Add(id);
        if (gone.Count > 0) await store.Write(db => MissingVisits.AskAsync(db, clinic, gone, clock.UtcNow), ct);
        var stated = Of(visits, source);
        var told = stated.Select(row => new { row.Id, Words = row.Stated.All.ToArray() }).OrderBy(row => row.Id, StringComparer.Ordinal);
        var request = new ImportRequest(clinic, JsonSerializer.SerializeToUtf8Bytes(told), new Writer(Writer, "fhir"), DryRun: false, confirmedBy) { Days = (today, today.AddDays(source.DaysAhead)) };
        return await import.RunAsync(request, rows.Of(stated), ct);
    }

    private static List<(int Line, string? Id, Stated Stated)> Of(IReadOnlyList<FhirVisit> visits, FhirSource source) =>
        [.. visits.Select((visit, at) => (at + 1, (string?)visit.Appointment.Id, FhirRows.Read(visit.Appointment, visit.Patient, source))).Where(row => row.Item3 is not null)
            .Select(row => (row.Item1, row.Item2, row.Item3!))];

    // One open ticket for as long as it lasts; staff close it.
    private Task NoteAsync(Clinic clinic, string? trouble, CancellationToken ct) => trouble is null ? Task.CompletedTask : store.Write(
        db => CallTasks.OpenTechnicalAsync(db, clinic.Id, "practice-system", clock.UtcNow, new SummaryField("What", trouble)), ct);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The practice system of clinic {ClinicId} gave no usable answer ({Kind}).")]
        public static partial void NoAnswer(ILogger logger, string clinicId, string kind);

        [LoggerMessage(LogLevel.Error, "Taking over the visits of clinic {ClinicId} failed.")]
        public static partial void Failed(ILogger logger, string clinicId, Exception fault);
    }
}
