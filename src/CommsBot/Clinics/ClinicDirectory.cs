using System.Diagnostics.CodeAnalysis;
using CommsBot.Patients;

namespace CommsBot.Clinics;

/// <summary>All clinics of this installation. Read once at start; with any fault the installation does not start.</summary>
internal sealed class ClinicDirectory
{
    private readonly Dictionary<string, Clinic> byId;
    private readonly Dictionary<string, Clinic> byNumber;

    private ClinicDirectory(IReadOnlyList<Clinic> clinics, IReadOnlyList<FileFault> faults)
    {
        All = clinics;
        Faults = faults;
        byId = clinics.ToDictionary(clinic => clinic.Id);
        byNumber = clinics.DistinctBy(clinic => clinic.Sms.Number.E164).ToDictionary(clinic => clinic.Sms.Number.E164);
    }

    /// <summary>The clinics whose files are without fault, by id.</summary>
    public IReadOnlyList<Clinic> All { get; }

    public IReadOnlyList<FileFault> Faults { get; }

    /// <summary>Reads <c>clinics/*.yaml</c> below each of the given <c>dialogs/</c> folders. An id, a number or a messaging service shared by two clinics is a fault.</summary>
    public static ClinicDirectory Load(params IReadOnlyList<string> dialogs)
    {
        var faults = new List<FileFault>();
        var files = dialogs.Select(folder => Path.Combine(folder, "clinics")).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal)).ToList();
        if (files.Count == 0) faults.Add(new FileFault("clinics", "", "there is no clinic: no file clinics/<id>.yaml was found"));
        var clinics = files.Select(file => ClinicFile.Read(file, faults)).OfType<Clinic>().ToList();
        RefuseShared(clinics, "id", clinic => clinic.Id, faults);
        RefuseShared(clinics, "sms.number", clinic => clinic.Sms.Number.E164, faults);
        RefuseShared(clinics, "sms.messagingServiceSid", clinic => clinic.Sms.MessagingServiceSid, faults);
        return new ClinicDirectory([.. clinics.DistinctBy(clinic => clinic.Id).OrderBy(clinic => clinic.Id, StringComparer.Ordinal)], faults);
    }

    public Clinic? Find(string? id) => id is null ? null : byId.GetValueOrDefault(id);

    /// <summary>The clinic that owns the number a text was sent to.</summary>
    public Clinic? ByNumber(PhoneNumber number) => byNumber.GetValueOrDefault(number.E164);

    public bool TryFind(string? id, [NotNullWhen(true)] out Clinic? clinic) => (clinic = Find(id)) is not null;

    private static void RefuseShared(IReadOnlyList<Clinic> clinics, string item, Func<Clinic, string?> value, List<FileFault> faults)
    {
        foreach (var shared in clinics.Where(clinic => value(clinic) is not null).GroupBy(value).Where(group => group.Count() > 1))
            faults.Add(new FileFault($"clinics/{shared.Last().Id}.yaml", item,
                $"is shared by {string.Join(" and ", shared.Select(clinic => clinic.Id))}; each clinic has its own"));
    }
}
