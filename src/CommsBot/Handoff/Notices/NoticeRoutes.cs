using System.Globalization;
using CommsBot.Clinics;
using CommsBot.Settings;

namespace CommsBot.Handoff.Notices;

/// <summary>The routes that may be used now: in Production only those whose company has signed.</summary>
internal sealed class NoticeRoutes(NoticesSettings settings, ClinicDirectory clinics, ProcessorSettings processors, TimeProvider machine)
{
    /// <summary>How the names of the routes to on-call people begin.</summary>
    public const string OnCallPrefix = "on-call/";

    /// <summary>The mail address of an on-call person, counted from 0.</summary>
    public static string OnCall(int person) => string.Create(CultureInfo.InvariantCulture, $"{OnCallPrefix}{person}");

    public static string ProcessorOf(string kind) => kind switch
    {
        NoticeRoute.Email => "Mail",
        NoticeRoute.Teams => "Teams",
        _ => "Webhooks",
    };

    /// <summary>Where a clinic's new tickets are told.</summary>
    public IReadOnlyList<NoticeRoute> Of(string clinicId) => [.. settings.Routes.Where(route => route.Clinic == clinicId && MayUse(route.Kind))];

    /// <summary>Null when there is no such route any more, or it may not be used.</summary>
    public NoticeRoute? Find(string clinicId, string name) =>
        Of(clinicId).FirstOrDefault(route => route.Name == name) ?? OnCallRoute(clinicId, name);

    private NoticeRoute? OnCallRoute(string clinicId, string name)
    {
        if (!name.StartsWith(OnCallPrefix, StringComparison.Ordinal) || !settings.Mail.IsOn || !MayUse(NoticeRoute.Email)) return null;
        var people = clinics.Find(clinicId)?.OnCall ?? [];
        var found = int.TryParse(name.AsSpan(OnCallPrefix.Length), CultureInfo.InvariantCulture, out var at) && at >= 0 && at < people.Count;
        return found && people[at].Email is { } email ? new NoticeRoute { Name = name, Clinic = clinicId, Kind = NoticeRoute.Email, Address = email } : null;
    }

    private bool MayUse(string kind) => processors.MayReceivePatientData(ProcessorOf(kind), machine.GetUtcNow());
}
