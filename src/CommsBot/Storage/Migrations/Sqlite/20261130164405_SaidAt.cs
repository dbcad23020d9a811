using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CommsBot.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class SaidAt : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "SaidAt",
                table: "Conversations",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            // On a real database clinic time is the machine's.
            migrationBuilder.Sql("""UPDATE "Conversations" SET "SaidAt" = CASE WHEN "StaffSaidAt" > "LastPatientAt" THEN "StaffSaidAt" ELSE "LastPatientAt" END""");

            migrationBuilder.CreateIndex(
                name: "IX_Conversations_Source_StartedAt",
                table: "Conversations",
                columns: new[] { "Source", "StartedAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Conversations_Source_StartedAt",
                table: "Conversations");

            migrationBuilder.DropColumn(
                name: "SaidAt",
                table: "Conversations");
        }
    }
}
