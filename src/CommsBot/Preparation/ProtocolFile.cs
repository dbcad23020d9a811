using CommsBot.Clinics;

namespace CommsBot.Preparation;

/// <summary>Reads one protocol. Every fault is listed with the file and the item; a file with a fault gives no protocol.</summary>
internal static class ProtocolFile
{
    /// <summary>Eight days before by the calendar are seven whole days before any clock time of the visit.</summary>
    private const int ScreenDays = 8;

    public static Protocol? Read(string fullPath, ICollection<FileFault> faults)
    {
        var own = new List<FileFault>();
        var item = YamlItem.Open(fullPath, own);
        var protocol = item is null ? null : Read(item, Path.GetFileNameWithoutExtension(fullPath));
        foreach (var fault in own) faults.Add(fault);
        return own.Count == 0 ? protocol : null;
    }

    private static Protocol Read(YamlItem item, string expectedId)
    {
        var id = item.Required("id");
        if (id != expectedId) item.Fault("id", $"must be the file's name, '{expectedId}', not '{id}'");
        var steps = item.Maps("steps").Select(Step).ToList();
        var protocol = new Protocol(id, item.Required("title"), item.Required("version"), item.Required("owner"),
            Date(item, "reviewed"), Date(item, "next-review"), PreparationSources.Read(item), item.Number("leastAge", 18, 0, 21), Text(item, "notice"),
            item.Text("series"), item.Switch("driver", true), item.Switch("usual", false), steps);
        item.RefuseUnknown();
        CheckSteps(item, steps);
        return protocol;
    }

    private static ProtocolStep Step(YamlItem item)
    {
        var kind = item.ReadValue<StepKind>("kind",
            text => text switch { "information" => StepKind.Information, "screen" => StepKind.Screen, "fasting" => StepKind.Fasting, _ => null },
            "information, screen or fasting") ?? StepKind.Information;
        var send = Window(item);
        var step = new ProtocolStep(item.Required("id"), kind, item.Required("purpose"), send,
            item.Number("earliestDaysBefore", send.DaysBefore, 0, 30), Moment(item, "last"), Moment(item, "answerBy"),
            item.Texts("covers"), Text(item, "text"), LocalText.Read(item, "catchUp"))
        {
            Following = item.Switch("following", false),
            TeachBack = TeachBackOf(item),
        };
        item.RefuseUnknown();
        if (step.EarliestDaysBefore < send.DaysBefore) item.Fault("earliestDaysBefore", "must not be less than send.daysBefore");
        if (kind == StepKind.Fasting && step.Last is not null) item.Fault("last", "follows from the fast itself for the fasting step; leave it out");
        if (kind != StepKind.Fasting && step.Last is null) item.Fault("last", "is missing: every text has a last useful moment");
        if (kind == StepKind.Screen && step.AnswerBy is null) item.Fault("answerBy", "is missing: silence to the health screen becomes a call at some moment");
        if (step.Covers.Count > 0 && step.CatchUp is null) item.Fault("catchUp", "is missing: it is what stands for the covered steps");
        if (kind == StepKind.Screen && step.Covers.Count > 0) item.Fault("covers", "the health screen is always a text of its own");
        if (kind == StepKind.Screen && send.DaysBefore < ScreenDays) item.Fault("send.daysBefore", "the health questions are asked at least seven days before the visit: at least 8");
        if (step.Following && kind != StepKind.Fasting) item.Fault("following", "only a fasting step may speak for the later days of a series");
        if (step.TeachBack is not null && (kind != StepKind.Fasting || step.Following)) item.Fault("teachBack", "only the fasting step has a time to say back");
        return step;
    }

    private static TeachBack? TeachBackOf(YamlItem item)
    {
        if (item.Map("teachBack") is not { } said) return null;
        var teachBack = new TeachBack(Text(said, "ask"), Text(said, "wrong"), Text(said, "again"));
        said.RefuseUnknown();
        return teachBack;
    }

    private static void CheckSteps(YamlItem item, List<ProtocolStep> steps)
    {
        if (steps.Count == 0) item.Fault("steps", "must hold at least one step");
        foreach (var twice in steps.GroupBy(step => step.Id).Where(group => group.Count() > 1)) item.Fault("steps", $"'{twice.Key}' stands there twice");
        foreach (var kind in new[] { StepKind.Screen, StepKind.Fasting })
            if (steps.Count(step => step.Kind == kind && !step.Following) > 1) item.Fault("steps", $"more than one step of kind {kind.ToString().ToLowerInvariant()}");
        if (steps.Count(step => step.Following) > 1) item.Fault("steps", "more than one step for the later days of a series");
        foreach (var (step, covered) in steps.SelectMany(step => step.Covers.Select(covered => (step, covered))))
            if (!steps.Any(other => other.Id == covered && other.Kind == StepKind.Information))
                item.Fault("steps", $"'{step.Id}' covers '{covered}', which is no step of kind information here");
    }

    private static SendWindow Window(YamlItem item)
    {
        if (item.Map("send") is not { } send)
        {
            item.Fault("send", "is missing");
            return new SendWindow(0, TimeOnly.MinValue, TimeOnly.MaxValue);
        }
        var window = new SendWindow(send.OptionalNumber("daysBefore", 0, 30) ?? 0, send.Time("from") ?? default, send.Time("until") ?? default);
        if (send.Text("daysBefore") is null) send.Fault("daysBefore", "is missing");
        if (window.From >= window.Until) send.Fault("until", "must be after from");
        send.RefuseUnknown();
        return window;
    }

    private static DayMoment? Moment(YamlItem item, string key)
    {
        if (item.Map(key) is not { } moment) return null;
        var days = moment.OptionalNumber("daysBefore", 0, 30);
        var at = moment.Time("at");
        if (days is null && moment.Text("daysBefore") is null) moment.Fault("daysBefore", "is missing");
        if (at is null && moment.Text("at") is null) moment.Fault("at", "is missing");
        moment.RefuseUnknown();
        return new DayMoment(days ?? 0, at ?? default);
    }

    private static DateOnly Date(YamlItem item, string key)
    {
        if (item.Text(key) is null) item.Fault(key, "is missing");
        return item.Date(key) ?? default;
    }

    private static LocalText Text(YamlItem item, string key)
    {
        if (LocalText.Read(item, key) is { } text) return text;
        item.Fault(key, "is missing");
        return new LocalText("", "");
    }
}
