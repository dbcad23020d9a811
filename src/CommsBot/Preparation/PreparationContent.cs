using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Content;

namespace CommsBot.Preparation;

/// <summary>Everything in <c>dialogs/preparation/</c>: protocols, the bot's answers to replies, and what replies mean. Read and checked once at start.</summary>
internal sealed class PreparationContent
{
    private readonly Dictionary<string, Protocol> protocols;

    private PreparationContent(Dictionary<string, Protocol> protocols, PreparationReplies replies, ReplyPhrases phrases, IReadOnlyList<FileFault> faults)
    {
        this.protocols = protocols;
        Replies = replies;
        Matcher = new ReplyMatcher(phrases);
        Faults = faults;
    }

    /// <summary>The files as they were read: any other hash is another preparation.</summary>
    public string FilesHash { get; private init; } = "";

    public PreparationReplies Replies { get; }

    public ReplyMatcher Matcher { get; }

    /// <summary>Everything that is wrong, including wording that does not fit one of the clinics.</summary>
    public IReadOnlyList<FileFault> Faults { get; }

    public IReadOnlyCollection<Protocol> All => protocols.Values;

    /// <summary>The protocol of an appointment that names none; null when several could be meant.</summary>
    public Protocol? Usual => All.Count == 1 ? All.First() : All.FirstOrDefault(protocol => protocol.Usual);

    public Protocol? Find(string id) => protocols.GetValueOrDefault(id);

    /// <summary>The protocol a visit is prepared by: that of its series when it belongs to one.</summary>
    public Protocol? For(string id, SeriesPlace? series) => Find(id) is { } own ? (series is not null && own.Series is { } follows ? Find(follows) : own) : null;

    /// <summary>A step of that protocol or of the one for its series; they share their ids.</summary>
    public ProtocolStep? StepOf(string protocolId, string step) =>
        Find(protocolId) is not { } own ? null : own.Steps.Concat(own.Series is { } series ? Find(series)?.Steps ?? [] : []).FirstOrDefault(one => one.Id == step);

    /// <summary>When the visit ends: an infusion of unknown length takes the usual time, of any other visit only the beginning is known then.</summary>
    public DateTimeOffset EndOf(Appointment visit) => visit.DurationMinutes is null && Find(visit.Protocol)?.Fasting is null ? visit.StartsAt : VisitRun.EndOf(visit);

    public static PreparationContent Load(string dialogs, IReadOnlyList<Clinic> clinics)
    {
        var faults = new List<FileFault>();
        var folder = Path.Combine(dialogs, "preparation");
        var replies = PreparationReplies.Read(Path.Combine(folder, "replies.yaml"), clinics, faults);
        var phrases = ReplyPhrases.Read(Path.Combine(folder, "meanings.yaml"), faults);
        string[] files = Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal)] : [];
        var protocols = files.Where(file => Path.GetFileName(file) is not ("replies.yaml" or "meanings.yaml" or "health-told.yaml"))
            .Select(file => ProtocolFile.Read(file, faults)).OfType<Protocol>().ToDictionary(protocol => protocol.Id);
        if (protocols.Count == 0) faults.Add(new FileFault("preparation", "", "there is no protocol"));
        if (protocols.Values.Count(protocol => protocol.Usual) > 1) faults.Add(new FileFault("preparation", "usual", "more than one protocol is the usual one"));
        faults.AddRange(protocols.Values.Where(p => p.Series is { } series && (!protocols.TryGetValue(series, out var other) || other.Evening is null))
            .Select(p => new FileFault($"preparation/{p.Id}.yaml", "series", $"'{p.Series}' is no protocol with a step for the later days")));
        faults.AddRange(protocols.Values.SelectMany(protocol => clinics.SelectMany(clinic => ProtocolCheck.Of(protocol, clinic))));
        return new PreparationContent(protocols, replies, phrases, faults) { FilesHash = ContentHash.Of(files.Select(File.ReadAllText)) };
    }
}
