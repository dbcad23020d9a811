using CommsBot.Conversations.Steps;

namespace CommsBot.Conversations;

/// <summary>The order of decisions; the first that handles a message ends the turn. The order is the meaning: it stands here and nowhere else.</summary>
internal sealed class Decisions(
    Opened opened, BareKeyword keyword, Danger danger, OptOutWords optOut, CodeTyped code, StaffOwns staff, StillDanger still, AfterInfusion afterInfusion, FollowUpAsked followUp, OverLimit overLimit,
    Unreadable unreadable, Boundary boundary, CheckInReply checkIn, PreparationReply preparation, BookingAnswer booking, ChosenOption option, Wish wish,
    Pleasantry pleasantry, InEpisode episode, NurseInDoubt nurse, SecondOpinion opinion, CuratedAnswer answer, Unknown unknown)
{
    private readonly ITurnStep[] order =
    [
        opened, keyword, danger, optOut, code, staff, overLimit, unreadable, still, afterInfusion, followUp, boundary,
        checkIn, preparation, booking, option, wish, pleasantry, episode, opinion, nurse, answer, unknown,
    ];

    /// <summary>The step that dealt with it.</summary>
    public ITurnStep Decide(Turn turn) => order.First(step => step.Handles(turn));

    public static void Register(IServiceCollection services)
    {
        services.AddSingleton<Decisions>();
        services.AddSingleton<Asked>();
        services.AddSingleton<PreparationTalk>();
        services.AddSingleton<Sharpening>();
        foreach (var parameter in typeof(Decisions).GetConstructors()[0].GetParameters()) services.AddSingleton(parameter.ParameterType);
    }
}
