using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CommsBot.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class SaidAtAndSeals : Migration
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

            // SQLite asks no column what it holds, so the tables need not be written anew; LateSeals seals the bytes once the keys are open.
            migrationBuilder.Sql("""UPDATE "Conversations" SET "UserId" = CAST("UserId" AS BLOB) WHERE "UserId" IS NOT NULL""");
            migrationBuilder.Sql("""UPDATE "Handoffs" SET "Outcome" = CAST("Outcome" AS BLOB) WHERE "Outcome" IS NOT NULL""");
            migrationBuilder.Sql("""UPDATE "Consents" SET "Method" = CAST("Method" AS BLOB) WHERE "Method" IS NOT NULL""");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // Without the key nothing can be opened: what was sealed stays so, in hexadecimal.
            migrationBuilder.Sql("""UPDATE "Conversations" SET "UserId" = hex("UserId") WHERE "UserId" IS NOT NULL""");
            migrationBuilder.Sql("""UPDATE "Handoffs" SET "Outcome" = hex("Outcome") WHERE "Outcome" IS NOT NULL""");
            migrationBuilder.Sql("""UPDATE "Consents" SET "Method" = hex("Method") WHERE "Method" IS NOT NULL""");

            migrationBuilder.DropIndex(
                name: "IX_Conversations_Source_StartedAt",
                table: "Conversations");

            migrationBuilder.DropColumn(
                name: "SaidAt",
                table: "Conversations");
        }
    }
}
