using Mono.Cecil;

namespace CommsBot.Tests.House;

/// <summary>The walls of the house, read from what was compiled. A new edge is a decision: add it to <see cref="AllowedEdges.All"/> with its reason, or do without.</summary>
public sealed class WallTests(ServiceWalls service) : IClassFixture<ServiceWalls>
{
    private Walls Service => service.Read;

    // Blazor asks that what a component takes as a parameter is as public as the component; the SDK makes Program public.
    private static readonly string[] ForcedPublic =
    [
        "Program", "CommsBot.Staff.SignIn.SignInStep", "CommsBot.Staff.SignIn.SignInForm", "CommsBot.Staff.SignIn.KnownPasskey", "CommsBot.Staff.Console.BoardRow",
        "CommsBot.Staff.Queue.QueueRow", "CommsBot.Staff.Talk.TicketSheet", "CommsBot.Staff.Talk.Line", "CommsBot.Staff.People.ChatLine",
        "CommsBot.Staff.People.PatientFile", "CommsBot.Staff.People.ConsentLine", "CommsBot.Staff.People.VisitLine", "CommsBot.Staff.People.TextLine",
        "CommsBot.Staff.People.CaregiverLine", "CommsBot.Staff.People.StopLine", "CommsBot.Staff.People.CheckInLine",
        "CommsBot.Appointments.AppointmentFields", "CommsBot.Appointments.FormResult", "CommsBot.Appointments.PutOutcome",
    ];

    [Fact]
    public void Slices_use_each_other_only_where_the_table_says_so()
    {
        var edges = Service.Uses().Select(use => (From: Walls.Slice(use.From), To: Walls.Slice(use.To.FullName)))
            .Where(edge => edge is { From.Length: > 0, To.Length: > 0 } && edge.From != edge.To).Select(edge => $"{edge.From} -> {edge.To}").ToHashSet();
        var doors = edges.Except(AllowedEdges.All.Keys).Order().Select(edge => $"{edge}: {string.Join(", ", Examples(edge))}").ToList();
        Assert.True(doors.Count == 0, string.Join(Environment.NewLine, doors));
    }

    [Fact]
    public void Only_the_host_knows_the_simulator() =>
        Assert.Equal(["CommsBot.CommsBotHost"], Service.Uses().Where(use => use.To.FullName.StartsWith("CommsBot.Simulator.", StringComparison.Ordinal)).Select(use => use.From).Distinct());

    [Theory]
    [InlineData("CommsBot.BotFramework.dll")]
    [InlineData("CommsBot.Simulator.dll")]
    public void The_other_projects_do_not_know_the_service(string assembly) =>
        Assert.DoesNotContain(Walls.Of(assembly).References, name => name.StartsWith("CommsBot", StringComparison.Ordinal));

    [Fact]
    public void Only_channels_the_model_notices_to_staff_the_sign_in_provider_the_heartbeat_and_the_question_to_a_practice_system_call_out() =>
        Assert.Empty(Users("System.Net.Http.HttpClient", "System.Net.Http.IHttpClientFactory")
            .Where(from => Walls.Slice(from) != "Model" && Walls.Slice(from)?.StartsWith("Channels", StringComparison.Ordinal) != true
                && !from.StartsWith("CommsBot.Operation.Heartbeat", StringComparison.Ordinal) && !from.StartsWith("CommsBot.Operation.OperationSetup", StringComparison.Ordinal) && !from.StartsWith("CommsBot.Handoff.Notices.", StringComparison.Ordinal) && from != "CommsBot.Staff.SignIn.ProviderSetup" && !from.StartsWith("CommsBot.Appointments.Fhir.", StringComparison.Ordinal)).ToList());

    [Fact]
    public void Only_the_model_knows_a_model() =>
        Assert.Empty(Service.Uses().Where(use => use.To.Namespace.StartsWith("OpenAI", StringComparison.Ordinal) || use.To.Namespace.StartsWith("Azure", StringComparison.Ordinal))
            .Select(use => use.From).Where(from => Walls.Slice(from) != "Model").Distinct());

    [Fact]
    public void Only_the_outbox_asks_a_carrier_to_send() =>
        Assert.Empty(Users("CommsBot.Outbox.ITextCarrier").Where(from => Walls.Slice(from) is not ("Outbox" or "Channels.Sms" or "Channels.BotService")).ToList());

    [Fact]
    public void Only_clinics_know_zones() =>
        Assert.Empty(Service.Uses().Where(use => use.To.FullName.StartsWith("NodaTime.", StringComparison.Ordinal) || use.To.FullName == "System.TimeZoneInfo")
            .Select(use => use.From).Where(from => Walls.Slice(from) != "Clinics").Distinct());

    [Fact]
    public void Only_the_engine_knows_Orleans() =>
        Assert.Empty(Service.Uses().Where(use => use.To.Namespace.StartsWith("Orleans", StringComparison.Ordinal))
            .Select(use => use.From).Where(from => Walls.Slice(from) != "Engine").Distinct());

    [Fact]
    public void Only_storage_and_its_readers_of_faults_know_a_database_by_name() =>
        Assert.Empty(Service.Uses().Where(use => use.To.Namespace.StartsWith("Npgsql", StringComparison.Ordinal) || use.To.Namespace.StartsWith("Microsoft.Data.Sqlite", StringComparison.Ordinal))
            .Select(use => use.From).Where(from => Walls.Slice(from) != "Storage" && !KnowsDatabases.ContainsKey(from)).Distinct());

    [Fact]
    public void Classes_are_sealed_static_or_abstract() =>
        Assert.Empty(Service.Types.Where(type => type is { IsClass: true, IsValueType: false, IsSealed: false, IsAbstract: false } && !IsCompilers(type) && !IsPage(type))
            .Select(type => type.FullName).Except(["Program"]));

    [Fact]
    public void Nothing_is_public_but_what_a_framework_forces() =>
        Assert.Empty(Service.Types.Where(type => type.IsPublic && !IsPage(type)).Select(type => type.FullName).Except(ForcedPublic));

    private IEnumerable<string> Users(params string[] names) => Service.Uses().Where(use => names.Contains(use.To.FullName)).Select(use => use.From).Distinct();

    private IEnumerable<string> Examples(string edge) =>
        Service.Uses().Where(use => $"{Walls.Slice(use.From)} -> {Walls.Slice(use.To.FullName)}" == edge).Select(use => $"{use.From.Split('.')[^1]} uses {use.To.Name}").Distinct().Take(6);

    private static bool IsCompilers(TypeDefinition type) => type.Name.Contains('<') || type.CustomAttributes.Any(a => a.AttributeType.Name == "CompilerGeneratedAttribute");

    // The Razor compiler writes components as public classes that may be derived from.
    private static bool IsPage(TypeDefinition type)
    {
        for (var at = type; at is not null; at = at.BaseType?.Resolve())
            if (at.FullName == "Microsoft.AspNetCore.Components.ComponentBase") return true;
        return type.Name == "_Imports" || type.Namespace.StartsWith("CommsBot.Storage.Migrations", StringComparison.Ordinal);
    }

    private static readonly Dictionary<string, string> KnowsDatabases = new()
    {
        ["CommsBot.Settings.CommandLinePaths"] = "makes the file of a typed connection string absolute",
        ["CommsBot.Channels.WebChat.WebChatSetup"] = "tells Direct Line which faults are outages",
    };
}
